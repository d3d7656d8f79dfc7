// Lines of an evaluation that are another line again: the same vector, measured on the same prompts, under other names of shifts.
// They say nothing about a change of prompt, and no chart or verdict may take them for one.
import type { Line } from "../../results/line.js";
import type { Evaluation, Receipt } from "../../results/evaluation.js";
import { base } from "../../evaluation/measures/index.js";

type Under = Pick<Line, "concept" | "vector" | "train_shift" | "test_shift">;

/** The shift that first makes the prompts which a concept has under this one. */
const first = ({ prompts = [] }: Receipt, concept: string, shift: string): string =>
  prompts.find((one) => one.concept === concept && one.shift === shift && one.same === one.of)?.as ?? shift;

const hashOf = ({ vectors }: Receipt, { vector, train_shift }: Under): string | undefined =>
  vectors.find(({ name, trained }) => name === vector && trained === train_shift)?.hash;

/** Whether another line (with its receipt) has the same vector and the same prompts as this one. */
export function madeAlike(line: Under, receipt: Receipt): (other: Under, of: Receipt) => boolean {
  const [hash, prompts] = [hashOf(receipt, line), first(receipt, line.concept, line.test_shift)];
  return (other, of) =>
    other.concept === line.concept &&
    other.vector === line.vector &&
    hash !== undefined &&
    hashOf(of, other) === hash &&
    first(of, other.concept, other.test_shift) === prompts;
}

/** The lines that are the same as their concept's and vector's line of BASE on BASE. */
export function sameLines(evaluations: readonly Evaluation[]): Evaluation["summary"] {
  const all = evaluations.flatMap(({ summary, receipt }) => summary.map((line) => ({ line, receipt })));
  const isBase = ({ train_shift, test_shift }: Under) =>
    train_shift === base.train_shift && test_shift === base.test_shift;
  const alike = all.filter(({ line }) => isBase(line)).map(({ line, receipt }) => madeAlike(line, receipt));
  return all
    .filter(({ line, receipt }) => !isBase(line) && alike.some((same) => same(line, receipt)))
    .map(({ line }) => line);
}

/** "BASE → SYS_POS is BASE → BASE again: the same vector on the same prompts." */
export function sameNotes(lines: readonly Under[]): string[] {
  const pairs = [...new Set(lines.map(({ train_shift, test_shift }) => `${train_shift} → ${test_shift}`))];
  if (pairs.length === 0) return [];
  const concepts = new Set(lines.map(({ concept }) => concept)).size;
  const of = concepts > 1 ? ` for ${concepts} concepts` : "";
  return [
    `${pairs.join(", ")} ${pairs.length === 1 ? "is" : "are"} BASE → BASE again${of}: the same vector on the same prompts.`,
  ];
}
