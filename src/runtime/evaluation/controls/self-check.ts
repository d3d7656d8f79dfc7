// The self-check: steering with multiplier 0 must leave every logit as it is in the untouched row of the same pass, bit for
// bit, and the largest multiplier of every vector must change some by more than the engine's resolution, which is measured on the
// same texts; and the push: how long the change is beside the hidden state that it acts on.
import { sideBySide, type Group, type Reading, type Term } from "../../engine/index.js";
import { fail } from "../../errors/index.js";
import { currentSession } from "../../session/index.js";
import type { OpenModel } from "../../session/types.js";
import { normOf } from "../../stats/linear-algebra.js";
import type { Measured } from "../design/interventions.js";
import { spread } from "../../stats/even-sample.js";
import { resolutionOf } from "./resolution.js";
import { mean } from "../../stats/descriptive.js";
import type { Receipt } from "../../results/evaluation.js";
import type { EvaluationJob, JobItem } from "../design/evaluation-jobs.js";

type Checked = Pick<Receipt, "check" | "resolution">;
type RelativeNorm = Readonly<Record<string, number>>;

/** Layers at which the largest multiplier is tried, at most; with multiplier 0 and untouched they fill one pass of 8 rows. */
const layersTried = 6;
/** Items whose hidden states the push is measured on, at most. */
const pushItems = 4;

/** The place of the multiplier farthest from 0, the positive one of two. */
export const largestPlace = (multipliers: readonly number[]): number =>
  multipliers.reduce((best, m, i) => (Math.abs(m) >= Math.abs(multipliers[best]!) ? i : best), 0);

/** A work, and the vectors that no work before it has. */
export interface Fresh {
  readonly work: EvaluationJob;
  readonly variants: readonly { readonly place: number; readonly measured: Measured }[];
}

export function freshOf(jobs: readonly EvaluationJob[]): Fresh[] {
  const seen = new Set<Measured>();
  return jobs.map((work) => ({
    work,
    variants: work.variants.flatMap((measured, place) => {
      if (seen.has(measured)) return [];
      seen.add(measured);
      return [{ place, measured }];
    }),
  }));
}

/** What was changed in the texts of one work, by how many logits at most. */
interface Changes {
  /** By multiplier 0. */
  readonly zero: number;
  /** By computing the same text among others. */
  readonly rounding: number;
  readonly steered: readonly {
    readonly layer: number;
    readonly multiplier: number;
    readonly vector: string;
    readonly change: number;
  }[];
}

const steeredText = ({ texts }: JobItem) => texts.find(({ steered }) => steered.length > 0)!;

/** How many numbers of the model a propensity of these jobs combines, at most. */
export const combinedNumbers = (jobs: readonly EvaluationJob[]): number =>
  Math.max(
    ...jobs.map(({ items, settings }) =>
      items.reduce((most, { texts }) => Math.max(most, settings.score.combined(texts)), 0),
    ),
  );

/**
 * Runs the first item of each concept untouched, with 0 at all layers, and with the largest multiplier of every vector that was
 * not tried yet, each in a row of its own; and the same once more as the evaluation does, as branches of one tree, for the
 * resolution. Throws E612 and E613.
 */
export async function selfCheck(jobs: readonly EvaluationJob[], open: OpenModel): Promise<Checked> {
  const changes: Changes[] = [];
  for (const fresh of freshOf(jobs)) {
    const found = await changesOf(fresh, open);
    if (found.zero !== 0) fail("E612", { difference: found.zero });
    changes.push(found);
  }
  const resolution = resolutionOf(
    Math.max(...changes.map(({ rounding }) => rounding)),
    combinedNumbers(jobs),
    jobs[0]!.settings.multipliers,
  );
  const steered = changes.flatMap((one) => one.steered);
  for (const { change, layer, multiplier, vector } of steered)
    if (change <= resolution.number)
      fail("E613", { layer, multiplier, vector, change, resolution: resolution.number });
  const largest = Math.max(0, ...steered.map(({ change }) => change));
  return { check: { maxDiffAtZero: 0, maxDiffAtLargest: largest, passed: true }, resolution };
}

async function changesOf({ work, variants }: Fresh, { engine }: OpenModel): Promise<Changes> {
  const { items, interventions, settings } = work;
  const { tokens, steered, reads } = steeredText(items[0]!);
  const most = largestPlace(settings.multipliers);
  const row = (key: string, terms: readonly Term[] | null): Group => {
    const logits = reads.map((read) => ({ ...read, kind: "logits" as const }));
    return { key, sequences: [{ tokens, reads: logits, steered: terms && { tokens: steered, terms } }] };
  };
  const each = Math.max(1, Math.floor(layersTried / Math.max(1, variants.length)));
  const tried = variants.flatMap(({ place, measured: { layers, vector } }) =>
    spread(layers, each).map((layer) => ({
      layer,
      multiplier: settings.multipliers[most]!,
      vector: vector.name,
      term: interventions.list[interventions.places[place]![layers.indexOf(layer)]!.multipliers[most]!]!
        .term!,
    })),
  );
  const groups = [
    row("untouched", null),
    row("zero", interventions.zero(variants[0]?.place ?? 0)),
    ...tried.map(({ term }, i) => row(String(i), [term])),
  ];
  const { signal } = currentSession();
  const logits: number[][] = [];
  for await (const { readings } of engine.run(interventions.directions, groups, {
    signal,
    packing: sideBySide,
  }))
    logits.push(numbersOf(readings[0]!));
  const tree = { key: "tree", sequences: groups.flatMap(({ sequences }) => sequences) };
  const again: number[][] = [];
  for await (const { readings } of engine.run(interventions.directions, [tree], { signal }))
    again.push(...readings.map(numbersOf));
  const [zero, ...changes] = logits.slice(1).map((values) => farthest(logits[0]!, values));
  return {
    zero: zero!,
    rounding: Math.max(...logits.map((values, i) => farthest(values, again[i]!))),
    steered: tried.map((one, i) => ({ ...one, change: changes[i]! })),
  };
}

const numbersOf = (readings: readonly Reading[]): number[] =>
  (readings as readonly Float32Array[]).flatMap((values) => [...values]);

const farthest = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** By vector, in order of appearance: norm(multiplier * vector) / mean norm of the hidden state at the first steered token, by layer. */
export async function relativeNormsOf(
  jobs: readonly EvaluationJob[],
  open: OpenModel,
): Promise<RelativeNorm[]> {
  const pushes: RelativeNorm[] = [];
  for (const { work, variants } of freshOf(jobs)) {
    if (variants.length === 0) continue;
    const layers = [...new Set(variants.flatMap(({ measured }) => measured.layers))].sort((a, b) => a - b);
    const lengths = await hiddenNorms(work, layers, open);
    const { multipliers } = work.settings;
    const multiplier = Math.abs(multipliers[largestPlace(multipliers)]!);
    for (const { measured } of variants)
      pushes.push(
        Object.fromEntries(
          measured.layers.map((layer) => [
            String(layer),
            (multiplier * measured.directions.norms.get(layer)!) / lengths.get(layer)!,
          ]),
        ),
      );
  }
  return pushes;
}

/** layer -> mean norm of the hidden state at the first steered token of the first items. */
async function hiddenNorms(
  { items }: EvaluationJob,
  layers: readonly number[],
  { engine }: OpenModel,
): Promise<ReadonlyMap<number, number>> {
  const tested = items.filter((item) => item.tested).slice(0, pushItems);
  const groups = tested.map((item, i): Group => {
    const { tokens, steered } = steeredText(item);
    const at = steered[0]!;
    const reads = [{ kind: "residual" as const, at, layers }];
    return { key: String(i), sequences: [{ tokens: tokens.slice(0, at + 1), steered: null, reads }] };
  });
  const lengths = layers.map((): number[] => []);
  for await (const { readings } of engine.run([], groups, { signal: currentSession().signal })) {
    const states = readings[0]![0] as readonly Float32Array[];
    states.forEach((state, i) => lengths[i]!.push(normOf(state)));
  }
  return new Map(layers.map((layer, i) => [layer, mean(lengths[i]!)]));
}
