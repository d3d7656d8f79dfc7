// The self-check: steering with multiplier 0 must leave every logit of the same pass as it was, and the largest
// multiplier must change some, at every layer; and the push: how long the change is beside the hidden state it acts on.
import type { Group } from "../engine/types.js";
import { fail } from "../errors/index.js";
import { currentSession } from "../session/index.js";
import type { OpenModel } from "../session/types.js";
import { normOf } from "../vectors/index.js";
import type { Work } from "./run.js";
import { mean } from "./statistics.js";
import type { Receipt } from "./types.js";
import { groupOf, untouched, type WorkItem } from "./work.js";

type Check = Receipt["check"];

/** Tokens of a self-check pass, about; its sequences must share one pass to be comparable bit by bit. */
const passTokens = 1024;
/** Items whose hidden states the push is measured on, at most. */
const pushItems = 4;

/** The multiplier farthest from 0, the positive one of two. */
export const largestMultiplier = (multipliers: readonly number[]): number =>
  multipliers.reduce((best, m) => (Math.abs(m) >= Math.abs(best) ? m : best));

/** Runs the first item untouched, with 0 and with the largest multiplier. Throws E612 and E613. */
export async function selfCheck(
  { items, cells, settings }: Work,
  { engine }: OpenModel,
  vector: string,
): Promise<Check> {
  const first = items[0]!;
  const texts = first.texts.map(({ reads, ...text }) => ({
    ...text,
    reads: reads.map((read) => ({ ...read, kind: "logits" as const })),
  }));
  const multiplier = largestMultiplier(settings.multipliers);
  const batches = inBatches(settings.layers, layersPerPass(first));
  const groups = batches.map((layers, i): Group => {
    const tried = layers.flatMap((layer) => [cells.zero(layer), cells.at(layer, multiplier)]);
    return groupOf({ texts }, [untouched, ...tried], String(i));
  });
  const { signal } = currentSession();
  const packing = { tokens: Number.MAX_SAFE_INTEGER, together: false, sharing: true };
  let [zero, largest] = [0, 0];
  for await (const { key, readings } of engine.run(cells.bank, groups, { signal, packing })) {
    const cellReadings = inBatches(readings as readonly (readonly Float32Array[])[], texts.length);
    const [before, ...after] = cellReadings.map((cell) => cell.flat().flatMap((values) => [...values]));
    for (const [i, layer] of batches[Number(key)]!.entries()) {
      const [unchanged, changed] = [after[2 * i]!, after[2 * i + 1]!].map((now) => farthest(before!, now));
      if (unchanged !== 0) fail("E612", { layer, difference: unchanged! });
      if (changed === 0) fail("E613", { layer, multiplier, vector });
      zero = Math.max(zero, unchanged);
      largest = Math.max(largest, changed!);
    }
  }
  return { zero, largest, passed: true };
}

const farthest = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** How many layers a pass takes beside the untouched texts: each adds the tokens from the first steered one on, twice. */
function layersPerPass({ texts }: WorkItem): number {
  const added = texts.reduce(
    (n, { tokens, steered }) => n + tokens.length - (steered[0] ?? tokens.length),
    0,
  );
  const base = texts.reduce((n, { tokens }) => n + tokens.length, 0);
  return Math.max(1, Math.floor((passTokens - base) / (2 * added)));
}

function inBatches<T>(values: readonly T[], size: number): T[][] {
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size));
}

/** norm(multiplier * vector) / mean norm of the hidden state at the first steered token, by layer. */
export async function pushOf(
  { items, settings, cells }: Work,
  norms: ReadonlyMap<number, number>,
  { engine }: OpenModel,
): Promise<Receipt["push"]> {
  const { layers, multipliers } = settings;
  const groups = items.slice(0, pushItems).map(({ texts }, i): Group => {
    const { tokens, steered } = texts.find((text) => text.steered.length > 0)!;
    const at = steered[0]!;
    const reads = [{ kind: "residual" as const, at, layers }];
    return { key: String(i), sequences: [{ tokens: tokens.slice(0, at + 1), steered: null, reads }] };
  });
  const lengths = layers.map((): number[] => []);
  for await (const { readings } of engine.run(cells.bank, groups, { signal: currentSession().signal })) {
    const states = readings[0]![0] as readonly Float32Array[];
    states.forEach((state, i) => lengths[i]!.push(normOf(state)));
  }
  const multiplier = Math.abs(largestMultiplier(multipliers));
  return Object.fromEntries(
    layers.map((layer, i) => [String(layer), (multiplier * norms.get(layer)!) / mean(lengths[i]!)]),
  );
}
