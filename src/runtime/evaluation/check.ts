// The self-check: steering with multiplier 0 must leave every logit as it is in the untouched row of the same pass, bit for
// bit, and the largest multiplier must change some; and the push: how long the change is beside the hidden state it acts on.
import { sideBySide, type Group, type Term } from "../engine/index.js";
import { fail } from "../errors/index.js";
import { currentSession } from "../session/index.js";
import type { OpenModel } from "../session/types.js";
import { normOf } from "../vectors/index.js";
import type { Work } from "./run.js";
import { mean } from "./statistics.js";
import type { Receipt } from "./types.js";
import type { WorkItem } from "./work.js";

type Check = Receipt["check"];

/** Layers at which the largest multiplier is tried, at most; with multiplier 0 and untouched they fill one pass of 8 rows. */
const layersTried = 6;
/** Items whose hidden states the push is measured on, at most. */
const pushItems = 4;

/** The multiplier farthest from 0, the positive one of two. */
export const largestMultiplier = (multipliers: readonly number[]): number =>
  multipliers.reduce((best, m) => (Math.abs(m) >= Math.abs(best) ? m : best));

const steeredText = ({ texts }: WorkItem) => texts.find(({ steered }) => steered.length > 0)!;

/** Runs the first item untouched, with 0 at all layers, and with the largest multiplier. Throws E612 and E613. */
export async function selfCheck(
  { items, cells, settings }: Work,
  { engine }: OpenModel,
  vector: string,
): Promise<Check> {
  const { tokens, steered, reads } = steeredText(items[0]!);
  const multiplier = largestMultiplier(settings.multipliers);
  const layers = spread(settings.layers, layersTried);
  const row = (key: string, terms: readonly Term[] | null): Group => {
    const logits = reads.map((read) => ({ ...read, kind: "logits" as const }));
    return { key, sequences: [{ tokens, reads: logits, steered: terms && { tokens: steered, terms } }] };
  };
  const groups = [
    row("untouched", null),
    row("zero", settings.layers.map(cells.zero)),
    ...layers.map((layer) => row(String(layer), [cells.at(layer, multiplier).term!])),
  ];
  const { signal } = currentSession();
  const logits: number[][] = [];
  for await (const { readings } of engine.run(cells.bank, groups, { signal, packing: sideBySide }))
    logits.push((readings[0] as readonly Float32Array[]).flatMap((values) => [...values]));

  const [zero, ...changes] = logits.slice(1).map((row) => farthest(logits[0]!, row));
  if (zero !== 0) fail("E612", { difference: zero! });
  const unmoved = changes.indexOf(0);
  if (unmoved >= 0) fail("E613", { layer: layers[unmoved]!, multiplier, vector });
  return { zero, largest: Math.max(...changes), passed: true };
}

const farthest = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** At most `count` of the values, evenly spread, with the first and the last. */
function spread<T>(values: readonly T[], count: number): T[] {
  if (values.length <= count) return [...values];
  return Array.from(
    { length: count },
    (_, i) => values[Math.round((i * (values.length - 1)) / (count - 1))]!,
  );
}

/** norm(multiplier * vector) / mean norm of the hidden state at the first steered token, by layer. */
export async function pushOf(
  { items, settings, cells }: Work,
  norms: ReadonlyMap<number, number>,
  { engine }: OpenModel,
): Promise<Receipt["push"]> {
  const { layers, multipliers } = settings;
  const groups = items.slice(0, pushItems).map((item, i): Group => {
    const { tokens, steered } = steeredText(item);
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
