// A generation in a notebook: texts side by side, a column for each multiplier, and what to make of them.
import type { Generation } from "../../../runtime/results/generation.js";
import { escaped } from "../../../runtime/report/pages/html.js";
import {
  generationSentences,
  generationTable,
  generationTitle,
  generationWords,
} from "../../../runtime/report/generation/index.js";
import { visible } from "../../../runtime/report/words/visible-text.js";
import type { Bundle } from "../../host/outputs.js";

export function generationBundle(generation: Generation): Bundle {
  const sentences = generationSentences(generation).map((sentence) => `<li>${escaped(sentence)}</li>`);
  return {
    "text/html": `<div><b>${escaped(visible(generationTitle(generation)))}</b></div>${generationTable(generation)}<ul>${sentences.join("")}</ul>`,
    "text/plain": generationWords(generation),
  };
}
