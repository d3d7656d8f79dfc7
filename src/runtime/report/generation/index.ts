// How generations look: in a terminal, in a notebook, on a page.
export { generationPage, generationTable } from "./html.js";
export { generationSentences, generationTitle } from "./sentences.js";
export { generationWords } from "./words.js";
