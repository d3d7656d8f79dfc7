// Rows (the truth), items (a line fitted through each item's rows) and summaries of one concept's work.
import { groupBy } from "../../stats/group-by.js";
import { BASE } from "../../concepts/index.js";
import type { Segment } from "../../store/index.js";
import { bootstrapMean } from "../../stats/intervals/bootstrap.js";
import { untouched, type Places } from "../design/interventions.js";
import { randomBaselineOf, randomDirectionItems } from "../controls/random-directions.js";
import { fitLine } from "../../stats/line-fit.js";
import { promptEffects, promptItems } from "../controls/prompt-baseline.js";
import { refittedPairs } from "../../vectors/index.js";
import { refitSample } from "../design/refitted-vectors.js";
import { extremes, type Settings } from "../design/evaluation-settings.js";
import { shareInterval } from "../../stats/intervals/wilson-interval.js";
import { classShares, type Border } from "./steering-class.js";
import { mean, median, sd } from "../../stats/descriptive.js";
import { meanTest } from "../../stats/t-test.js";
import { overBoth } from "../../stats/intervals/two-source-interval.js";
import type { Item, RandomBaseline, Row, Summary } from "../../results/evaluation.js";
import type { EvaluationJob } from "../design/evaluation-jobs.js";

export interface Tables {
  readonly rows: readonly Row[];
  readonly items: readonly Item[];
  readonly summary: readonly Summary[];
}

/** Tables in the order vector, tested shift, layer, item (as in the test part), multiplier. `results` must have every cell. */
export function tablesOf(
  { concept, variants, items, interventions, settings }: EvaluationJob,
  results: Segment,
  border: Border,
): Tables {
  const { multipliers, shifts, intervals } = settings;
  const byShift = groupBy(items, ({ shift }) => shift.name);
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
        const places = interventions.places[v]![l]!;
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
          const { slope, intercept, rss } = fitLine(multipliers, curve);
          fitted.push({
            concept: concept.name,
            item: pair.row,
            train_shift,
            test_shift,
            vector: vector.name,
            layer,
            slope,
            intercept,
            rss,
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
          ...(places.refits.length > 0
            ? overBoth(
                {
                  slopes,
                  refits: slopesOf(places.refits, refitSample(values), settings),
                  pairs: refittedPairs(vector),
                },
                intervals,
              )
            : {
                interval: { ...bootstrapMean(slopes, intervals), over: "items" as const },
                pValue: meanTest(slopes),
              }),
          sd: sd(slopes),
          median: median(slopes),
          antiSteerable: shares["anti-steerable"],
          antiSteerableInterval: shareInterval(
            Math.round(shares["anti-steerable"] * slopes.length),
            slopes.length,
            intervals.level,
          ),
          noEffect: shares["no effect"],
          baseline: mean(values.map((of) => of[untouched]!)),
          randomBaseline: chanceOf(places.random, places, values, settings, border.resolution),
          orthogonalBaseline: chanceOf(places.orthogonal, places, values, settings, border.resolution),
          promptBaseline: prompt.length > 0 ? prompt : null,
        });
      }
  return { rows, items: fitted, summary };
}

/** Mean slopes between the extreme multipliers on these items. */
function slopesOf(
  tried: readonly (readonly [number, number])[],
  on: readonly (readonly number[])[],
  settings: Settings,
): number[] {
  const [low, high] = extremes(settings);
  return tried.map((at) => mean(on.map((of) => (of[at[1]]! - of[at[0]]!) / (high - low))));
}

/** Mean slopes of directions between the extreme multipliers, beside the vector's; null where there are none. */
function chanceOf(
  tried: Places["random"],
  { multipliers }: Places,
  values: readonly (readonly number[])[],
  settings: Settings,
  resolution: number,
): RandomBaseline | null {
  if (tried.length === 0) return null;
  const on = randomDirectionItems(values);
  const [vector] = slopesOf([[multipliers[0]!, multipliers.at(-1)!]], on, settings);
  return randomBaselineOf(
    {
      directions: slopesOf(tried, on, settings),
      vector: vector!,
      items: on.length,
      multipliers: [...extremes(settings)],
    },
    resolution,
  );
}
