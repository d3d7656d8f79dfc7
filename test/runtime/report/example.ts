// Made-up evaluations for the tests of charts, tables and pages: straight curves with seeded noise, no model involved.
import { MersenneTwister } from "../../../src/runtime/stats/mersenne-twister.js";
import { protocolOf } from "../../../src/runtime/paper/protocols.js";
import { resolutionOf } from "../../../src/runtime/evaluation/controls/resolution.js";
import { shareInterval } from "../../../src/runtime/stats/intervals/wilson-interval.js";
import { meanTest } from "../../../src/runtime/stats/t-test.js";
import { analysisOf } from "../../../src/runtime/evaluation/design/evaluation-settings.js";
import type { Evaluation, Item, Row, Summary } from "../../../src/runtime/results/evaluation.js";

export interface Recipe {
  readonly n: number;
  readonly layers: readonly number[];
  /** Mean slope at a layer, and its spread over items. */
  readonly slope: (layer: number) => number;
  readonly spread: number;
  readonly multipliers?: readonly number[];
  readonly random?: boolean;
  readonly shifts?: readonly string[];
  readonly domains?: boolean;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Sum of twelve uniform numbers minus six: near enough to a normal number. */
const normal = (random: MersenneTwister): number => sum(Array.from({ length: 12 }, () => random.unit())) - 6;

function summaryOf(items: readonly Item[], rows: readonly Row[], recipe: Recipe): Summary {
  const first = items[0]!;
  const slopes = items.map((item) => item.slope).sort((a, b) => a - b);
  const centre = mean(slopes);
  const sd = Math.sqrt(sum(slopes.map((slope) => (slope - centre) ** 2)) / Math.max(1, slopes.length - 1));
  const half = (1.96 * sd) / Math.sqrt(slopes.length);
  return {
    concept: first.concept,
    train_shift: first.train_shift,
    test_shift: first.test_shift,
    vector: first.vector,
    layer: first.layer,
    n: items.length,
    mean: centre,
    interval: {
      low: centre - half,
      high: centre + half,
      level: 0.95,
      resamples: 200,
      seed: 0,
      over: "items",
    },
    pValue: meanTest(slopes),
    sd,
    median: slopes[Math.floor(slopes.length / 2)]!,
    antiSteerable: mean(slopes.map((slope) => (slope < 0 ? 1 : 0))),
    noEffect: 0,
    antiSteerableInterval: shareInterval(slopes.filter((slope) => slope < 0).length, slopes.length, 0.95),
    baseline: mean(rows.filter((row) => row.multiplier === 0).map((row) => row.propensity)),
    randomBaseline: recipe.random
      ? {
          directions: 19,
          items: items.length,
          multipliers: [-1.5, 1.5],
          vectorMean: centre,
          mean: 0.01,
          sd: 0.06,
          low: -0.1 - first.layer / 200,
          high: 0.09 + first.layer / 180,
          asLarge: 0,
          pValue: 1 / 20,
        }
      : null,
    orthogonalBaseline: null,
    promptBaseline: null,
  };
}

export function example(recipe: Recipe): Evaluation {
  const random = new MersenneTwister(7);
  const multipliers = recipe.multipliers ?? [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];
  const rows: Row[] = [];
  const items: Item[] = [];
  const summary: Summary[] = [];
  const persons = Array.from({ length: recipe.n }, () => ({ a: normal(random), b: normal(random) }));
  for (const test_shift of recipe.shifts ?? ["BASE"])
    for (const layer of recipe.layers) {
      const key = { concept: "Delight", train_shift: "BASE", test_shift, vector: "delight", layer } as const;
      const ours: Item[] = [];
      const mine: Row[] = [];
      persons.forEach(({ a, b }, i) => {
        const item = 3 * i + 1;
        const slope = recipe.slope(layer) + recipe.spread * (0.8 * b + 0.2 * normal(random));
        const curve = multipliers.map(
          (x) => 0.4 + 0.9 * a + slope * x - 0.08 * x * x + 0.03 * normal(random),
        );
        const centreX = mean(multipliers);
        const centreY = mean(curve);
        const across = sum(multipliers.map((x) => (x - centreX) ** 2));
        const fitted = sum(multipliers.map((x, j) => (x - centreX) * (curve[j]! - centreY))) / across;
        const intercept = centreY - fitted * centreX;
        const residual = sum(multipliers.map((x, j) => (curve[j]! - intercept - fitted * x) ** 2));
        multipliers.forEach((multiplier, j) =>
          mine.push({ ...key, item, multiplier, propensity: curve[j]! }),
        );
        ours.push({
          ...key,
          item,
          slope: fitted,
          intercept,
          rss: residual,
          letter: null,
          yes: null,
          domain: recipe.domains ? ["films", "food", "travel"][i % 3]! : null,
        });
      });
      rows.push(...mine);
      items.push(...ours);
      summary.push(summaryOf(ours, mine, recipe));
    }
  const text = recipe.layers.map(String);
  return {
    kind: "evaluation",
    name: "curve",
    rows,
    items,
    summary,
    selection: null,
    receipt: {
      format: 2,
      evaluation: "curve",
      model: {
        label: "models/SmolLM2-135M-Instruct.Q4_1.gguf",
        sha256: "ab".repeat(32),
        dtype: "Q4_1, Q8_0, F32",
      },
      engine: { device: "cpu", runtime: "1.30.0", steerlab: "0.1.0", machine: "x64 avx2, 2 threads" },
      vectors: [
        {
          name: "delight",
          trained: "BASE",
          made: "mean difference of Delight, read at answer, under BASE",
          pairs: 32,
          hash: "cd".repeat(32),
          norms: Object.fromEntries(text.map((l) => [l, 4.5])),
          relativeNorm: Object.fromEntries(text.map((l) => [l, 0.31])),
          kl: Object.fromEntries(text.map((l) => [l, 0.12])),
        },
      ],
      concepts: [{ name: "Delight", hash: "ef".repeat(32), items: recipe.n }],
      apply: "add from answer",
      score: "logit difference",
      protocol: "none",
      tokens: { steered: 1, example: "The film was⟦ wonderful⟧" },
      check: { maxDiffAtZero: 0, maxDiffAtLargest: 4.2, passed: true },
      resolution: resolutionOf(1e-6, 2, multipliers),
      cost: {
        passes: recipe.n,
        tokens: 40 * recipe.n,
        tokensUnshared: 300 * recipe.n,
        kl: { passes: 2, tokens: 240, vocabularyRows: 32 },
      },
      selection: null,
      settings: { seed: 0, "drift prompts": "16 neutral prompts" },
      analysis: analysisOf(protocolOf({})),
    },
  };
}
