// What the notebook runner says about a notebook: how it went, how long each cell took, what is not as it was.
import { relative } from "node:path";
import type { NotebookReport } from "../../kernel-ext/notebook/run-notebook.js";
import { pluralise } from "../../runtime/report/words/format-number.js";

/** Differences of one output that are told; a changed chart may have thousands. */
const most = 20;

const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** One line a notebook, and one with the time of each cell. */
export function reportWords(
  file: string,
  { cells, failures, path, interrupted }: NotebookReport,
  checked: boolean,
): string {
  const total = cells.reduce((sum, cell) => sum + cell.seconds, 0);
  const outcome = [
    `${pluralise(cells.length, "cell")} run in ${seconds(total)}`,
    `${failures.length} failed`,
    ...(interrupted ? ["interrupted"] : []),
    path ? `wrote ${relative("", path)}` : checked ? "compared with its outputs" : "the file is as it was",
  ];
  const times = cells.map((cell) => `cell ${cell.cell} ${seconds(cell.seconds)}`).join(", ");
  return `${file}: ${outcome.join(", ")}${times ? `\n  ${times}` : ""}`;
}

/** A line for each difference: cell, path inside its outputs, both values. */
export function differenceWords(file: string, differences: NotebookReport["differences"]): string[] {
  const told = new Map<string, number>();
  const lines = differences.flatMap(({ cell, at, before, now }) => {
    const output = `cell ${cell}, ${at.split(",")[0]}`;
    const count = (told.get(output) ?? 0) + 1;
    told.set(output, count);
    return count > most ? [] : [`${file}: cell ${cell}, ${at}: was ${before}, now ${now}`];
  });
  for (const [output, count] of told)
    if (count > most) lines.push(`${file}: ${output}: ${pluralise(count - most, "more difference")}`);
  return lines;
}
