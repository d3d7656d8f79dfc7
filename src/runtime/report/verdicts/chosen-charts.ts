// The charts of a report: for each evaluation those kinds that its conditions call for, unless the program draws them itself.
import { draw } from "../charts/make-chart.js";
import type { Evaluation, Item, Summary } from "../../results/evaluation.js";
import type { ChartKind } from "../chart-kinds.js";
import type { Chart } from "../../results/chart.js";

interface Conditions {
  readonly concepts: number;
  readonly layers: number;
  readonly vectors: number;
  readonly pairs: number;
  readonly based: boolean;
  readonly lettered: boolean;
}

const count = (summary: readonly Summary[], of: (line: Summary) => string | number): number =>
  new Set(summary.map(of)).size;

const conditionsOf = ({ summary, items }: Evaluation): Conditions => ({
  concepts: count(summary, ({ concept }) => concept),
  layers: count(summary, ({ layer }) => layer),
  vectors: count(summary, ({ vector }) => vector),
  pairs: count(summary, ({ train_shift, test_shift }) => `${train_shift} ${test_shift}`),
  based: summary.some(({ train_shift, test_shift }) => train_shift === "BASE" && test_shift === "BASE"),
  lettered: items.filter(({ letter }: Item) => letter !== null).length >= 3,
});

/** When a kind belongs into a report. */
const wanted: readonly (readonly [kind: ChartKind, when: (of: Conditions) => boolean])[] = [
  ["layer sweep", ({ layers }) => layers > 1],
  ["propensity curve", ({ concepts, vectors, pairs }) => concepts * vectors * pairs <= 4],
  ["steerability by item", ({ concepts, vectors, pairs }) => concepts * vectors * pairs <= 4],
  ["variance", ({ concepts, vectors }) => concepts * vectors > 1],
  ["variance explained", ({ lettered }) => lettered],
  ["spurious factors", ({ lettered }) => lettered],
  ["generalisation", ({ concepts, pairs, based }) => concepts > 1 && pairs > 1 && based],
  ["shift matrix", ({ pairs }) => pairs > 1],
];

/** The program's own charts, and those that are missing. */
export function chartsOf(evaluations: readonly Evaluation[], own: readonly Chart[]): Chart[] {
  const drawn = new Set(own.map(({ name }) => name));
  const more = evaluations
    .filter(({ summary }) => summary.length > 0)
    .flatMap((evaluation) => {
      const conditions = conditionsOf(evaluation);
      return wanted.flatMap(([kind, when]) => (when(conditions) ? [draw({ of: evaluation, as: kind })] : []));
    });
  return [...own, ...more.filter(({ name }) => !drawn.has(name))];
}
