// Rows (the truth), items (a line fitted through each item's rows) and summaries (one per shift and layer).
import type { MeasureSpec } from "../declarations.js";
import type { Segment } from "../store/index.js";
import { trainShiftOf } from "../vectors/index.js";
import { bootstrapMean } from "./bootstrap.js";
import { nullOf } from "./chance.js";
import { fitLine } from "./fit.js";
import type { Work } from "./run.js";
import type { Settings } from "./settings.js";
import { mean, median, sd, shareOf } from "./statistics.js";
import type { Item, Null, Row, Summary } from "./types.js";
import { extremes, untouched, type Cell, type WorkItem } from "./work.js";

interface Tables {
  readonly rows: readonly Row[];
  readonly items: readonly Item[];
  readonly summary: readonly Summary[];
}

const antiSteerable: Readonly<Record<Settings["protocol"]["antiSteerable"], (slope: number) => boolean>> = {
  "below 0": (slope) => slope < 0,
  "at most 0": (slope) => slope <= 0,
};

/** Tables in the order shift, layer, item (as in the test part), multiplier. `results` must have every cell. */
export function tablesOf(spec: MeasureSpec, { items, cells, settings }: Work, results: Segment): Tables {
  const { layers, multipliers, shifts } = settings;
  const value = (item: WorkItem, cell: Cell) => results.get(item.key)[cell.key]!;
  const train_shift = trainShiftOf(spec.vector);
  const lines = shifts.flatMap((shift) => layers.map((layer) => ({ shift, layer })));

  const tables = lines.map(({ shift, layer }) => {
    const name = {
      concept: spec.on.name,
      train_shift,
      test_shift: shift.name,
      vector: spec.vector.name,
      layer,
    };
    const own = items.filter((item) => item.shift === shift);
    const curves = own.map((item) =>
      multipliers.map((multiplier) => value(item, cells.at(layer, multiplier))),
    );
    const fitted = own.map((item, i): Item => {
      const { concept, ...rest } = name;
      const { letter, yes, domain } = item.pair;
      return {
        concept,
        item: item.pair.row,
        ...rest,
        ...fitLine(multipliers, curves[i]!),
        letter,
        yes,
        domain,
      };
    });
    const rows = own.flatMap((item, i) =>
      multipliers.map((multiplier, m): Row => {
        const { concept, ...rest } = name;
        return { concept, item: item.pair.row, ...rest, multiplier, propensity: curves[i]![m]! };
      }),
    );
    const slopes = fitted.map(({ slope }) => slope);
    const line: Summary = {
      ...name,
      n: own.length,
      mean: mean(slopes),
      interval: bootstrapMean(slopes, settings.intervals),
      sd: sd(slopes),
      median: median(slopes),
      anti_steerable: shareOf(slopes, antiSteerable[settings.protocol.antiSteerable]),
      baseline: mean(own.map((item) => value(item, untouched))),
      null: chanceOf(own, layer, { cells, settings, value }),
    };
    return { rows, fitted, line };
  });
  return {
    rows: tables.flatMap(({ rows }) => rows),
    items: tables.flatMap(({ fitted }) => fitted),
    summary: tables.map(({ line }) => line),
  };
}

interface Looking extends Pick<Work, "cells" | "settings"> {
  readonly value: (item: WorkItem, cell: Cell) => number;
}

function chanceOf(
  items: readonly WorkItem[],
  layer: number,
  { cells, settings, value }: Looking,
): Null | null {
  const { random } = settings;
  if (random === 0) return null;
  const tried = items.filter(({ chance }) => chance);
  const [low, high] = extremes(settings);
  const slope = (cell: (multiplier: number) => Cell) =>
    mean(tried.map((item) => (value(item, cell(high)) - value(item, cell(low))) / (high - low)));
  return nullOf({
    random: Array.from({ length: random }, (_, k) => slope((m) => cells.random(layer, m, k))),
    vector: slope((m) => cells.at(layer, m)),
    items: tried.length,
    multipliers: [low, high],
  });
}
