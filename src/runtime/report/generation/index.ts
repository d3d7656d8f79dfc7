// How generations look: in a terminal, in a notebook, on a page.
export { generationPage, generationTable } from "./generation-html.js";
export { generationSentences, generationTitle } from "./generation-sentences.js";
export { generationWords } from "./generation-text.js";
