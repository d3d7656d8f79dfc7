// The table of results: a line of numbers for each condition, with its interval and every control.
import { largest } from "../../stats/rounding.js";
import type { RandomBaseline, Summary } from "../../results/evaluation.js";
import type { Resolution } from "../../stats/types.js";
import { labelOf } from "../study/conditions.js";
import { drawn, formatInterval, minus, formatPercent } from "../words/format-number.js";
import { shareRange } from "../words/sentences.js";

type Cell = string | number | null;

/** Names of the columns, then rows. */
export interface ResultsTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A column of the table of results; without a value in any condition it is left out. */
interface Column {
  readonly head: (all: readonly Summary[]) => string;
  readonly cell: (one: Summary, all: readonly Summary[], resolution: Resolution) => Cell;
}

const range = (none: RandomBaseline | null): Cell => none && `${drawn(none.low)} to ${drawn(none.high)}`;

/** "19 random", with how many each condition was compared with if that is one number. */
function counting(name: string, nones: readonly (RandomBaseline | null)[]): string {
  const counts = new Set(nones.flatMap((none) => (none ? [none.directions] : [])));
  return counts.size === 1 ? `${[...counts][0]!} ${name}` : name;
}

const parts = ({ mean, interval }: Summary): readonly string[] =>
  formatInterval(mean, interval.low, interval.high).map(minus);

/** The prompt that moves the propensity most, not steered. */
function strongestPrompt({ promptBaseline }: Summary, resolution: Resolution): Cell {
  const best = largest(promptBaseline ?? [], ({ effect: moved }) => Math.abs(moved), resolution.propensity);
  if (!best) return null;
  const [effect] = formatInterval(best.effect, best.interval.low, best.interval.high).map(minus);
  return `${effect} (${best.shift})`;
}

const columns: readonly Column[] = [
  {
    head: (all) => (all.length > 1 ? "condition" : "layer"),
    cell: (one, all) => (all.length > 1 ? labelOf(one, all) : one.layer),
  },
  { head: () => "n", cell: ({ n }) => n },
  { head: () => "steerability", cell: (one) => parts(one)[0]! },
  {
    head: ([first]) => `${formatPercent(first?.interval.level ?? 0.95)} interval`,
    cell: (one) => `[${parts(one).slice(1).join(", ")}]`,
  },
  {
    head: () => "anti-steerable",
    cell: ({ antiSteerable, antiSteerableInterval }) =>
      `${formatPercent(antiSteerable)}, ${shareRange(antiSteerableInterval)}`,
  },
  // What the directions are compared with: the vector on their items, between their multipliers.
  {
    head: () => "same items",
    cell: (one) =>
      (one.randomBaseline ?? one.orthogonalBaseline) &&
      drawn((one.randomBaseline ?? one.orthogonalBaseline)!.vectorMean),
  },
  {
    head: () => "no effect",
    cell: ({ noEffect }, all) => (all.some((one) => one.noEffect > 0) ? formatPercent(noEffect) : null),
  },
  {
    head: (all) =>
      counting(
        "random",
        all.map((one) => one.randomBaseline),
      ),
    cell: (one) => range(one.randomBaseline),
  },
  {
    head: (all) =>
      counting(
        "orthogonal",
        all.map(({ orthogonalBaseline }) => orthogonalBaseline),
      ),
    cell: ({ orthogonalBaseline }) => range(orthogonalBaseline),
  },
  { head: () => "prompt alone", cell: (one, _, resolution) => strongestPrompt(one, resolution) },
];

export function resultsTable(all: readonly Summary[], resolution: Resolution): ResultsTable {
  const kept = columns.filter(({ cell }) => all.some((one) => cell(one, all, resolution) !== null));
  return {
    head: kept.map(({ head }) => head(all)),
    rows: all.map((one) => kept.map(({ cell }) => cell(one, all, resolution))),
  };
}
