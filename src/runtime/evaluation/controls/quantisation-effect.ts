// Rounded weights (dtype fp16, q8, q4): how far they move the numbers of this very evaluation. Some of its items are computed
// again with the weights as they are, untouched and at the largest multiplier of every vector and layer, along the same
// directions; and each vector is extracted twice more, from some of its pairs, with rounded and with full weights.
import type { MeasureSpec } from "../specs.js";
import type { Cost } from "../../engine/types.js";
import { currentSession } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { weightBytes } from "../../models/index.js";
import type { Segment } from "../../store/index.js";
import type { Measured } from "../design/interventions.js";
import { untouched } from "../design/interventions.js";
import { largestPlace } from "./self-check.js";
import { cosinesOf, keptCosines } from "./quantisation-vectors.js";
import { costOf, doneOf, resultsOf, runPending, sumCosts } from "../execution/run-jobs.js";
import { mean } from "../../stats/descriptive.js";
import type {
  Difference,
  QuantisationEffect,
  QuantisationLine,
  QuantisationPlan,
} from "../../results/evaluation.js";
import { samplesOf, type Sample } from "./quantisation-sample.js";
import type { EvaluationJob } from "../design/evaluation-jobs.js";

/** What the comparison takes; `known`: whether the vectors' numbers are, so that the store can be asked. */
export async function planQuantisation(
  jobs: readonly EvaluationJob[],
  model: PlannedModel,
  known: boolean,
): Promise<QuantisationPlan | null> {
  const { full, dtype, checkpoint } = model;
  if (!full || dtype === "fp32") return null;
  const samples = samplesOf(jobs);
  const costs = await Promise.all(
    samples.map(async ({ work }) =>
      costOf(work, full, known ? doneOf(work, await resultsOf(work, full)) : undefined),
    ),
  );
  return {
    dtype,
    bytes: weightBytes(checkpoint.tensors, dtype),
    fullBytes: weightBytes(checkpoint.tensors, "fp32"),
    items: samples.reduce((sum, { items }) => sum + items.length, 0),
    cost: sumCosts([...costs, ...(await cosineCosts(jobs, model))]),
  };
}

async function cosineCosts(jobs: readonly EvaluationJob[], model: PlannedModel): Promise<Cost[]> {
  const { missing } = await keptCosines(measuredIn(jobs), model);
  return missing.flatMap(({ groups }) => [model.engine.cost(groups), model.full!.engine.cost(groups)]);
}

const measuredIn = (jobs: readonly EvaluationJob[]): Measured[] => [
  ...new Set(jobs.flatMap(({ variants }) => variants)),
];

/** `results` are those of the works, in their order. Null where the weights are not rounded. Throws E503 when interrupted. */
export async function quantisationEffect(
  spec: MeasureSpec,
  jobs: readonly EvaluationJob[],
  results: readonly Segment[],
  open: OpenModel,
): Promise<QuantisationEffect | null> {
  const { dtype, full } = open;
  if (!full || dtype === "fp32") return null;
  const samples = samplesOf(jobs);
  const found = await Promise.all(samples.map(({ work }) => resultsOf(work, full)));
  const cosines = await keptCosines(measuredIn(jobs), open);
  const waiting = samples.map(({ work }, i) => work.items.length - doneOf(work, found[i]!).size);
  if (waiting.some((count) => count > 0) || cosines.missing.length > 0) {
    const { sink } = currentSession();
    const task = `${spec.name}: compare ${dtype} with full precision`;
    const total = samples.reduce((sum, { items }) => sum + items.length, 0);
    let done = total - waiting.reduce((sum, count) => sum + count, 0);
    const advance = () => sink.progress({ task, done: (done += 1), total, unit: "items" });
    await open.withFull(async (precise) => {
      for (const [i, { work }] of samples.entries()) await runPending(work, found[i]!, precise, advance);
      await cosinesOf(cosines, open, precise);
    });
  }
  const { multipliers } = jobs[0]!.settings;
  const compared = samples.map((sample, i) =>
    comparedOf(sample, results[jobs.indexOf(sample.of)]!, found[i]!),
  );
  return {
    dtype,
    items: samples.reduce((sum, { items }) => sum + items.length, 0),
    multiplier: multipliers[largestPlace(multipliers)]!,
    unsteered: differenceOf(compared.flatMap(({ numbers }) => numbers.map((of) => of.get(untouched)!))),
    lines: linesOf(compared, (measured) => (layer) => cosines.of(measured, layer)),
  };
}

/** A number with rounded weights and with full ones. */
type Both = readonly [rounded: number, full: number];

interface Compared {
  readonly of: EvaluationJob;
  /** By item: place in the whole work's cells -> number. */
  readonly numbers: readonly ReadonlyMap<number, Both>[];
}

const comparedOf = ({ of, work, items, cells }: Sample, rounded: Segment, full: Segment): Compared => ({
  of,
  numbers: items.map((item, i) => {
    const [own, precise] = [rounded.get(item.key)!, full.get(work.items[i]!.key)!];
    return new Map(cells.map((place, c) => [place, [own[place]!, precise[c]!]]));
  }),
});

function differenceOf(numbers: readonly Both[]): Difference {
  const sizes = numbers.map(([rounded, full]) => Math.abs(rounded - full));
  return { mean: mean(sizes), largest: Math.max(...sizes) };
}

/** One line for each vector and layer, over all concepts that it was tried on. */
function linesOf(
  compared: readonly Compared[],
  cosine: (measured: Measured) => (layer: number) => number | null,
): QuantisationLine[] {
  const variants = [...new Set(compared.flatMap(({ of }) => of.variants))];
  return variants.flatMap((measured) =>
    measured.layers.map((layer, l): QuantisationLine => {
      const numbers = compared.flatMap(({ of, numbers }) => {
        const v = of.variants.indexOf(measured);
        if (v < 0) return [];
        const place = of.interventions.places[v]![l]!.multipliers[largestPlace(of.settings.multipliers)]!;
        return numbers.map((item) => ({ rest: item.get(untouched)!, steered: item.get(place)! }));
      });
      const changes = numbers.map(({ rest, steered }): Both => [steered[0] - rest[0], steered[1] - rest[1]]);
      return {
        vector: measured.vector.name,
        trained: measured.train_shift,
        layer,
        n: numbers.length,
        steered: differenceOf(numbers.map(({ steered }) => steered)),
        effect: mean(changes.map(([rounded]) => rounded)),
        fullEffect: mean(changes.map(([, full]) => full)),
        effectError: differenceOf(changes).mean,
        cosine: cosine(measured)(layer),
      };
    }),
  );
}
