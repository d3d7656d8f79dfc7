// A generation for a terminal: texts beside each other where there is room, below each other where there is not.
import type { GeneratedText, Generation } from "../../results/generation.js";
import { drawn, formatNumber } from "../words/format-number.js";
import { visible, visibleLine, wrapped } from "../words/visible-text.js";
import { columnsOf, shownText, type Line } from "./side-by-side.js";
import { generationSentences, generationTitle } from "./generation-sentences.js";

const widest = 100;
const narrowest = 28;
const gap = "  ";

const head = ({ multiplier, vector, meanNll }: GeneratedText): string =>
  vector === null ? "unsteered" : `× ${drawn(multiplier)} · mean NLL ${formatNumber(meanNll)}`;

const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - [...text].length));

function beside(texts: readonly GeneratedText[], width: number): string[] {
  const columns = texts.map((text) => [
    ...wrapped(head(text), width),
    ...wrapped(visible(shownText(text)), width),
  ]);
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, i) =>
    columns
      .map((lines) => padded(lines[i] ?? "", width))
      .join(gap)
      .trimEnd(),
  );
}

const below = (texts: readonly GeneratedText[]): string[] =>
  texts.flatMap((text) => [
    head(text),
    ...wrapped(visible(shownText(text)), widest - 4).map((line) => (line ? `  ${line}` : "")),
  ]);

function lineWords({ prompt, vector, texts }: Line, several: boolean): string[] {
  const width = Math.floor((widest - 4 - gap.length * (texts.length - 1)) / texts.length);
  const name = several && vector !== null ? `${vector}: ` : "";
  return [
    `  ${name}"${visibleLine(prompt)}"`,
    ...(width >= narrowest && texts.length > 1 ? beside(texts, width) : below(texts)).map((line) =>
      line ? `    ${line}` : "",
    ),
  ];
}

/** Everything a terminal shows of a generation. Control characters that the model wrote are shown as signs. */
export function generationWords(generation: Generation): string {
  const { lines } = columnsOf(generation);
  const several = new Set(lines.map(({ vector }) => vector)).size > 1;
  return [
    visibleLine(generationTitle(generation)),
    ...lines.flatMap((line) => lineWords(line, several)),
    ...generationSentences(generation).map((sentence) => `  ${sentence}`),
  ].join("\n");
}
