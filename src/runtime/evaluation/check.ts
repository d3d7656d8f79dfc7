// The self-check: steering with multiplier 0 must leave every logit as it is in the untouched row of the same pass, bit for
// bit, and the largest multiplier of every vector must change some; and the push: how long the change is beside the hidden
// state that it acts on.
import { sideBySide, type Group, type Term } from "../engine/index.js";
import { fail } from "../errors/index.js";
import { currentSession } from "../session/index.js";
import type { OpenModel } from "../session/types.js";
import { normOf } from "../vectors/index.js";
import type { Measured } from "./cells.js";
import { spread } from "./evenly.js";
import { mean } from "./statistics.js";
import type { Receipt } from "./types.js";
import type { Work, WorkItem } from "./work.js";

type Check = Receipt["check"];
type Push = Readonly<Record<string, number>>;

/** Layers at which the largest multiplier is tried, at most; with multiplier 0 and untouched they fill one pass of 8 rows. */
const layersTried = 6;
/** Items whose hidden states the push is measured on, at most. */
const pushItems = 4;

/** The place of the multiplier farthest from 0, the positive one of two. */
export const largestPlace = (multipliers: readonly number[]): number =>
  multipliers.reduce((best, m, i) => (Math.abs(m) >= Math.abs(multipliers[best]!) ? i : best), 0);

/** A work, and the vectors that no work before it has. */
export interface Fresh {
  readonly work: Work;
  readonly variants: readonly { readonly place: number; readonly measured: Measured }[];
}

export function freshOf(works: readonly Work[]): Fresh[] {
  const seen = new Set<Measured>();
  return works.map((work) => ({
    work,
    variants: work.variants.flatMap((measured, place) => {
      if (seen.has(measured)) return [];
      seen.add(measured);
      return [{ place, measured }];
    }),
  }));
}

const steeredText = ({ texts }: WorkItem) => texts.find(({ steered }) => steered.length > 0)!;

/**
 * Runs the first item of each concept untouched, with 0 at all layers, and with the largest multiplier of every vector that was
 * not tried yet. Throws E612 and E613.
 */
export async function selfCheck(works: readonly Work[], open: OpenModel): Promise<Check> {
  let [zero, largest] = [0, 0];
  for (const fresh of freshOf(works)) {
    const changes = await changesOf(fresh, open);
    zero = Math.max(zero, changes.zero);
    if (zero !== 0) fail("E612", { difference: zero });
    for (const { change, layer, multiplier, vector } of changes.steered) {
      if (change === 0) fail("E613", { layer, multiplier, vector });
      largest = Math.max(largest, change);
    }
  }
  return { zero, largest, passed: true };
}

async function changesOf({ work, variants }: Fresh, { engine }: OpenModel) {
  const { items, cells, settings } = work;
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
      term: cells.list[cells.places[place]![layers.indexOf(layer)]!.multipliers[most]!]!.term!,
    })),
  );
  const groups = [
    row("untouched", null),
    row("zero", cells.zero(variants[0]?.place ?? 0)),
    ...tried.map(({ term }, i) => row(String(i), [term])),
  ];
  const { signal } = currentSession();
  const logits: number[][] = [];
  for await (const { readings } of engine.run(cells.bank, groups, { signal, packing: sideBySide }))
    logits.push((readings[0] as readonly Float32Array[]).flatMap((values) => [...values]));
  const [zero, ...changes] = logits.slice(1).map((values) => farthest(logits[0]!, values));
  return { zero: zero!, steered: tried.map((one, i) => ({ ...one, change: changes[i]! })) };
}

const farthest = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** By vector, in order of appearance: norm(multiplier * vector) / mean norm of the hidden state at the first steered token, by layer. */
export async function pushesOf(works: readonly Work[], open: OpenModel): Promise<Push[]> {
  const pushes: Push[] = [];
  for (const { work, variants } of freshOf(works)) {
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
  { items }: Work,
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
