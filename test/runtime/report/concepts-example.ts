// Made-up evaluations of many concepts, shifts and layers, with letters and yes/no: bent curves with seeded noise, no model involved.
import { shareInterval } from "../../../src/runtime/stats/intervals/wilson-interval.js";
import { meanTest } from "../../../src/runtime/stats/t-test.js";
import { bootstrapMean, fitLine, mean, median, sd } from "../../../src/runtime/evaluation/index.js";
import { MersenneTwister } from "../../../src/runtime/stats/mersenne-twister.js";
import type { Evaluation, Item, Row, Summary } from "../../../src/runtime/results/evaluation.js";
import { example } from "./example.js";

export interface MadeConcept {
  readonly name: string;
  readonly n: number;
  readonly slope: number;
  readonly spread: number;
  /** What a positive answer A, and a yes, add to the slope; null: the answers are no letters, or not yes and no. */
  readonly letter?: number | null;
  readonly yes?: number | null;
  /** Quadratic term of every curve. */
  readonly bend?: number;
}

export interface Making {
  readonly name?: string;
  readonly model?: string;
  readonly concepts: readonly MadeConcept[];
  /** Pairs of shifts, and what each takes from the slope, as a factor. */
  readonly shifts?: readonly (readonly [train: string, test: string, factor: number])[];
  readonly layers?: readonly number[];
  readonly atLayer?: (layer: number, concept: MadeConcept) => number;
  readonly seed?: number;
}

const multipliers = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];
const normal = (random: MersenneTwister): number =>
  Array.from({ length: 12 }, () => random.unit()).reduce((a, b) => a + b, -6);

export function conceptsExample(making: Making): Evaluation {
  const random = new MersenneTwister(making.seed ?? 3);
  const rows: Row[] = [];
  const items: Item[] = [];
  const summary: Summary[] = [];
  for (const concept of making.concepts) {
    const persons = Array.from({ length: concept.n }, (_, i) => ({
      a: normal(random),
      b: normal(random),
      letter: concept.letter === null ? null : i % 4 < 2 ? ("A" as const) : ("B" as const),
      yes: concept.yes === null || concept.yes === undefined ? null : i % 2 === 0,
    }));
    for (const [train_shift, test_shift, factor] of making.shifts ?? [["BASE", "BASE", 1]])
      for (const layer of making.layers ?? [12]) {
        const key = { concept: concept.name, train_shift, test_shift, vector: concept.name, layer };
        const strength = factor * (making.atLayer?.(layer, concept) ?? 1);
        const noise = 0.15 * concept.spread;
        // The shift moves the model also without steering; that part is the same for every vector.
        const moved = new MersenneTwister(test_shift.length).unit() * 2;
        const own = persons.map(({ a, b, letter, yes }, item): Item => {
          const slope =
            strength *
              (concept.slope +
                (letter === "A" ? (concept.letter ?? 0) : 0) +
                (yes ? (concept.yes ?? 0) : 0)) +
            concept.spread * b +
            noise * normal(random);
          const curve = multipliers.map((x) =>
            x === 0
              ? 0.5 * a + moved * a
              : 0.5 * a + moved * a + slope * x + (concept.bend ?? 0) * x * x + noise * normal(random),
          );
          multipliers.forEach((multiplier, j) =>
            rows.push({ ...key, item, multiplier, propensity: curve[j]! }),
          );
          return { ...key, item, ...fitLine(multipliers, curve), letter, yes, domain: null };
        });
        items.push(...own);
        const slopes = own.map(({ slope }) => slope);
        summary.push({
          ...example({ n: 2, layers: [layer], slope: () => 1, spread: 0.1 }).summary[0]!,
          ...key,
          n: own.length,
          mean: mean(slopes),
          interval: {
            ...bootstrapMean(slopes, { level: 0.95, resamples: 200, seed: 0 }),
            over: "items",
          },
          pValue: meanTest(slopes),
          sd: sd(slopes),
          median: median(slopes),
          antiSteerable: slopes.filter((slope) => slope < 0).length / slopes.length,
          antiSteerableInterval: shareInterval(
            slopes.filter((slope) => slope < 0).length,
            slopes.length,
            0.95,
          ),
        });
      }
  }
  const { receipt } = example({ n: 2, layers: [12], slope: () => 1, spread: 0.1 });
  return {
    kind: "evaluation",
    name: making.name ?? "curves",
    rows,
    items,
    summary,
    selection: null,
    receipt: { ...receipt, model: { ...receipt.model, label: making.model ?? receipt.model.label } },
  };
}
