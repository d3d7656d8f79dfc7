// The settings of an evaluation: written clauses, then its protocol's, then the defaults.
import { BASE, describeWhere, protocolOf, type Protocol } from "../concepts/index.js";
import type { Shift, Where } from "../concepts/types.js";
import type { MeasureSpec, Operator } from "../declarations.js";
import { fail } from "../errors/index.js";
import { located } from "../session/index.js";
import type { PlannedModel } from "../session/types.js";
import { layersKnown, layersOf } from "../vectors/index.js";
import type { BootstrapOptions } from "./bootstrap.js";
import { defaultMultipliers } from "./operators.js";
import { scoreOf, type Score } from "./scores.js";

export interface Settings {
  readonly protocol: Protocol;
  readonly layers: readonly number[];
  /** Ascending, each once, at least two. */
  readonly multipliers: readonly number[];
  readonly operator: Operator;
  readonly where: Where;
  readonly score: Score;
  readonly shifts: readonly Shift[];
  readonly random: number;
  readonly intervals: BootstrapOptions;
}

const defaultIntervals: BootstrapOptions = { level: 0.95, resamples: 1000, seed: 0 };
const defaultRandom = 10;

/** Throws E601, E602, E606 (layers), E607 (multipliers), E609 to E611 (words), each at its clause. */
export async function settingsOf(spec: MeasureSpec, { checkpoint }: PlannedModel): Promise<Settings> {
  const protocol = protocolOf(spec.protocol);
  const { operator, where } = spec.apply ?? protocol.apply;
  const written = spec.multipliers ?? defaultMultipliers[operator];
  // Adding 0 makes -0 a 0.
  const multipliers = [...new Set(written.map((m) => m + 0))].sort((a, b) => a - b);
  if (multipliers.length < 2) fail("E607", { evaluation: spec.name });
  return {
    protocol,
    layers: await located(spec.layersAt, () => measuredLayers(spec, checkpoint.config.layers)),
    multipliers,
    operator,
    where,
    score: await located(spec.scoreAt, async () =>
      scoreOf(spec.score ?? protocol.score, checkpoint.tokenizer),
    ),
    shifts: spec.under?.length ? spec.under : [BASE],
    random: spec.against?.random ?? defaultRandom,
    intervals: spec.intervals ?? defaultIntervals,
  };
}

async function measuredLayers({ vector, layers }: MeasureSpec, depth: number): Promise<readonly number[]> {
  const known = await layersKnown(vector);
  if (!layers) return known;
  const wanted = layersOf(layers, { layers: depth, model: vector.model.name });
  const missing = wanted.find((layer) => !known.includes(layer));
  if (missing !== undefined)
    fail("E606", { vector: vector.name, layer: missing, layers: describeLayers(known) });
  return wanted;
}

/** Layers in words: "layer 18", "layers 0 to 29", "layers 3, 7, 9". */
export function describeLayers(layers: readonly number[]): string {
  const [first, last] = [layers[0]!, layers.at(-1)!];
  if (layers.length === 1) return `layer ${first}`;
  return last - first === layers.length - 1 ? `layers ${first} to ${last}` : `layers ${layers.join(", ")}`;
}

export const describeApply = ({ operator, where }: Pick<Settings, "operator" | "where">): string =>
  `${operator} ${describeWhere(where)}`;
