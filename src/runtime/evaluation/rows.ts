// Rows (the truth), items (a line fitted through each item's rows) and summaries of one concept's work.
import { BASE } from "../concepts/index.js";
import type { Segment } from "../store/index.js";
import { bootstrapMean } from "./bootstrap.js";
import { untouched, type Places } from "./cells.js";
import { nullItems, nullOf } from "./chance.js";
import { fitLine } from "./fit.js";
import { promptEffects, promptItems } from "./prompt-only.js";
import { extremes, type Settings } from "./settings.js";
import { classShares, type Border } from "./steering-class.js";
import { mean, median, sd } from "./statistics.js";
import type { Item, Null, Row, Summary } from "./types.js";
import type { Work, WorkItem } from "./work.js";

export interface Tables {
  readonly rows: readonly Row[];
  readonly items: readonly Item[];
  readonly summary: readonly Summary[];
}

/** Tables in the order vector, tested shift, layer, item (as in the test part), multiplier. `results` must have every cell. */
export function tablesOf(
  { concept, variants, items, cells, settings }: Work,
  results: Segment,
  border: Border,
): Tables {
  const { multipliers, shifts, intervals } = settings;
  const byShift = new Map<string, WorkItem[]>();
  for (const item of items) byShift.set(item.shift.name, [...(byShift.get(item.shift.name) ?? []), item]);
  const numbers = new Map(
    [...byShift].map(([shift, own]) => [shift, own.map(({ key }) => results.get(key)!)] as const),
  );
  const prompt = settings.promptOnly
    ? promptEffects(
        concept,
        (byShift.get(BASE.name) ?? []).slice(0, promptItems).map(({ pair }) => pair.row),
        (shift) => byShift.get(shift)!.some(({ prompt }, i) => prompt !== byShift.get(BASE.name)![i]!.prompt),
        (shift) =>
          numbers
            .get(shift)!
            .slice(0, promptItems)
            .map((values) => values[untouched]!),
        intervals,
      )
    : [];

  const rows: Row[] = [];
  const fitted: Item[] = [];
  const summary: Summary[] = [];
  for (const [v, { vector, train_shift, layers }] of variants.entries())
    for (const { name: test_shift } of shifts)
      for (const [l, layer] of layers.entries()) {
        const places = cells.places[v]![l]!;
        const own = byShift.get(test_shift)!;
        const values = numbers.get(test_shift)!;
        const slopes: number[] = [];
        own.forEach(({ pair }, i) => {
          const curve = places.multipliers.map((place) => values[i]![place]!);
          // Written out: an object that is spread into another takes three times the memory (see memory.ts).
          multipliers.forEach((multiplier, m) =>
            rows.push({
              concept: concept.name,
              item: pair.row,
              train_shift,
              test_shift,
              vector: vector.name,
              layer,
              multiplier,
              propensity: curve[m]!,
            }),
          );
          const { letter, yes, domain } = pair;
          const { slope, intercept, residual } = fitLine(multipliers, curve);
          fitted.push({
            concept: concept.name,
            item: pair.row,
            train_shift,
            test_shift,
            vector: vector.name,
            layer,
            slope,
            intercept,
            residual,
            letter,
            yes,
            domain,
          });
          slopes.push(slope);
        });
        const shares = classShares(slopes, border);
        summary.push({
          concept: concept.name,
          train_shift,
          test_shift,
          vector: vector.name,
          layer,
          n: own.length,
          mean: mean(slopes),
          interval: bootstrapMean(slopes, intervals),
          sd: sd(slopes),
          median: median(slopes),
          anti_steerable: shares["anti-steerable"],
          no_effect: shares["no effect"],
          baseline: mean(values.map((of) => of[untouched]!)),
          null: chanceOf(places.random, places, values, settings),
          orthogonal: chanceOf(places.orthogonal, places, values, settings),
          prompt: prompt.length > 0 ? prompt : null,
        });
      }
  return { rows, items: fitted, summary };
}

/** Mean slopes of directions between the extreme multipliers, beside the vector's; null where there are none. */
function chanceOf(
  tried: Places["random"],
  { multipliers }: Places,
  values: readonly (readonly number[])[],
  settings: Settings,
): Null | null {
  if (tried.length === 0) return null;
  const on = values.slice(0, nullItems);
  const [low, high] = extremes(settings);
  const slope = (at: readonly [number, number]) =>
    mean(on.map((of) => (of[at[1]]! - of[at[0]]!) / (high - low)));
  return nullOf({
    directions: tried.map(slope),
    vector: slope([multipliers[0]!, multipliers.at(-1)!]),
    items: on.length,
    multipliers: [low, high],
  });
}
