// Evidence: what one vector showed on one concept, put together for a verdict.
import { groupBy } from "../../stats/group-by.js";
import type { Evaluation, Item, Receipt, Row, Summary } from "../../results/evaluation.js";
import { madeAlike } from "../study/same-lines.js";
import { inDistribution, manner, under } from "../study/study.js";
import { unitOf } from "../words/sentences.js";

export interface Evidence {
  readonly evaluation: string;
  readonly unit: string;
  /** The line that is judged: in-distribution, at the chosen or else the steepest layer. */
  readonly summary: Summary;
  /** Its items, and its rows. */
  readonly items: readonly Item[];
  readonly rows: readonly Row[];
  /** The same vector, concept and layer under other shifts. */
  readonly shifted: readonly Summary[];
  /** Lines under shifts that change nothing: the same vector on the same prompts as the judged line. */
  readonly unchanged: readonly Summary[];
  /** Layers that were measured on these items. */
  readonly layers: number;
  readonly receipt: Receipt;
}

/**
 * One piece of evidence for each evaluation, concept and vector, in their order. What other evaluations measured of the same vector in
 * the same manner under other shifts belongs to it.
 */
export function evidenceOf(evaluations: readonly Evaluation[]): Evidence[] {
  return evaluations.flatMap((evaluation) => {
    const alike = evaluations.filter((other) => manner(other) === manner(evaluation));
    const { summary, items, rows, receipt, name } = evaluation;
    return grouped(summary).map((lines): Evidence => {
      const own = inDistribution(lines);
      const judged = own.reduce((best, line) => (line.mean > best.mean ? line : best));
      const same = <T extends Pick<Row, "concept" | "vector" | "layer">>(one: T) =>
        one.concept === judged.concept && one.vector === judged.vector && one.layer === judged.layer;
      const others = [evaluation, ...alike].flatMap((one) =>
        one.summary.filter(same).map((line) => ({ line, of: one.receipt })),
      );
      const elsewhere = others.filter(
        ({ line }, i) => !under(line, judged) && others.findIndex((other) => under(other.line, line)) === i,
      );
      const alikeTo = madeAlike(judged, receipt);
      return {
        evaluation: name,
        unit: unitOf(receipt.score),
        summary: judged,
        items: items.filter((item) => same(item) && under(item, judged)),
        rows: rows.filter((row) => same(row) && under(row, judged)),
        shifted: elsewhere.filter(({ line, of }) => !alikeTo(line, of)).map(({ line }) => line),
        unchanged: elsewhere.filter(({ line, of }) => alikeTo(line, of)).map(({ line }) => line),
        layers: new Set(own.map(({ layer }) => layer)).size,
        receipt,
      };
    });
  });
}

/** Lines by concept and vector. */
const grouped = (summary: readonly Summary[]): Summary[][] => [
  ...groupBy(summary, ({ concept, vector }) => JSON.stringify([concept, vector])).values(),
];
