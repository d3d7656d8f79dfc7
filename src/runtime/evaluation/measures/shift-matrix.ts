// Mean steerability for every training shift and every test shift, over the concepts that have all of the pairs, so that the
// cells can be compared.
import { bootstrapMean, type BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { mean } from "../../stats/descriptive.js";
import type { Interval } from "../../stats/types.js";
import type { Line } from "../../results/line.js";
import { defaultResampling } from "../../stats/intervals/paired-bootstrap.js";
import { usualResolution } from "../../stats/rounding.js";

export interface ShiftCell {
  readonly train_shift: string;
  readonly test_shift: string;
  /** Mean over concepts of the mean steerability. */
  readonly mean: number;
  /** Of that mean, over concepts; of one concept the interval over its items. Null with two concepts, or where it is not known. */
  readonly interval: Interval | null;
  /** Share of the concepts whose mean steerability is below 0 by more than the resolution. */
  readonly negative: number;
}

export interface ShiftMatrix {
  readonly concepts: readonly string[];
  /** Concepts left out because a cell is missing. */
  readonly incomplete: readonly string[];
  /** In the order of training shifts, then test shifts, each as they first appear. */
  readonly cells: readonly ShiftCell[];
}

/** Fewer concepts give no interval over concepts. */
const fewestConcepts = 3;

function intervalOf(lines: readonly Line[], resampling: BootstrapOptions): Interval | null {
  if (lines.length === 1) return lines[0]!.interval;
  if (lines.length < fewestConcepts) return null;
  return bootstrapMean(
    lines.map((line) => line.mean),
    resampling,
  );
}

export function shiftMatrix(
  lines: readonly Line[],
  resampling = defaultResampling,
  resolution = usualResolution,
): ShiftMatrix {
  const distinct = (of: (line: Line) => string) => [...new Set(lines.map(of))];
  const trained = distinct((line) => line.train_shift);
  const tested = distinct((line) => line.test_shift);
  const pairs = trained
    .flatMap((train_shift) => tested.map((test_shift) => ({ train_shift, test_shift })))
    .filter((pair) => lines.some((line) => at(line, pair)));
  const all = distinct((line) => line.concept);
  const complete = all.filter((concept) =>
    pairs.every((pair) => lines.some((line) => line.concept === concept && at(line, pair))),
  );
  return {
    concepts: complete,
    incomplete: all.filter((concept) => !complete.includes(concept)),
    cells: pairs.map((pair) => {
      const here = lines.filter((line) => at(line, pair) && complete.includes(line.concept));
      const means = here.map((line) => line.mean);
      return {
        ...pair,
        mean: mean(means),
        interval: intervalOf(here, resampling),
        negative: means.filter((value) => value < -resolution).length / means.length,
      };
    }),
  };
}

const at = (line: Line, pair: { readonly train_shift: string; readonly test_shift: string }): boolean =>
  line.train_shift === pair.train_shift && line.test_shift === pair.test_shift;
