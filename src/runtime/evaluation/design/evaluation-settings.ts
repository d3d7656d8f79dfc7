// The settings of an evaluation: written clauses, then its protocol's, then the defaults.
import type { Protocol } from "../../paper/types.js";
import { protocolOf } from "../../paper/protocols.js";
import { BASE, describeWhere } from "../../concepts/index.js";
import type { Shift, Where } from "../../concepts/types.js";
import type { ChooseSpec, MeasureSpec } from "../specs.js";
import type { Operator } from "../../steering/types.js";
import { fail } from "../../errors/index.js";
import { located } from "../../session/index.js";
import type { PlannedModel } from "../../session/types.js";
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { fewestDirections } from "../controls/random-directions.js";
import { defaultMultipliers } from "../../steering/operators.js";
import { scoreOf, type Score } from "./scores.js";
import { refitCount } from "../../stats/intervals/two-source-interval.js";
import type { Receipt } from "../../results/evaluation.js";

export interface Settings {
  readonly protocol: Protocol;
  /** Ascending, each once, at least two. */
  readonly multipliers: readonly number[];
  readonly operator: Operator;
  readonly where: Where;
  readonly score: Score;
  /** Shifts that items are tested under. */
  readonly shifts: readonly Shift[];
  /** Random directions, and those orthogonal to the vector. */
  readonly random: number;
  readonly orthogonal: number;
  readonly promptOnly: boolean;
  readonly intervals: BootstrapOptions;
  /** Refits to resampled training pairs; 0 where intervals are over items alone. */
  readonly refits: number;
}

const defaultIntervals: BootstrapOptions = { level: 0.95, resamples: 1000, seed: 0 };
const againstDefault = { random: fewestDirections, orthogonal: fewestDirections, promptOnly: true };
const againstNothing = { random: 0, orthogonal: 0, promptOnly: false };

function intervalsOf({ intervals }: MeasureSpec): BootstrapOptions {
  const { level, resamples, seed } = intervals ?? defaultIntervals;
  return { level, resamples, seed };
}

/** Throws E607 (multipliers), E610, E611 (words), each at its clause. */
export async function settingsOf(spec: MeasureSpec, { checkpoint }: PlannedModel): Promise<Settings> {
  const protocol = protocolOf(spec);
  const { operator, where } = spec.apply ?? protocol.apply;
  const written = spec.multipliers ?? defaultMultipliers[operator];
  // Adding 0 makes -0 a 0.
  const multipliers = [...new Set(written.map((m) => m + 0))].sort((a, b) => a - b);
  if (multipliers.length < 2) fail("E607", { evaluation: spec.name });
  return {
    protocol,
    multipliers,
    operator,
    where,
    score: await located(spec.scoreAt, async () =>
      scoreOf(spec.score ?? protocol.score, checkpoint.tokenizer),
    ),
    shifts: spec.under?.length ? [...new Set(spec.under)] : [BASE],
    ...(spec.against ? { ...againstNothing, ...spec.against } : againstDefault),
    intervals: intervalsOf(spec),
    refits: spec.intervals?.over === "training pairs" ? refitCount : 0,
  };
}

/** What of a protocol concerns finished numbers: measures and charts read it from the receipt. */
export const analysisOf = ({ analysis, antiSteerable }: Protocol): Receipt["analysis"] => ({
  ...analysis,
  antiSteerable,
});

/** The smallest and the largest multiplier; random directions are tried with these. */
export const extremes = ({ multipliers }: Pick<Settings, "multipliers">): readonly [number, number] => [
  multipliers[0]!,
  multipliers.at(-1)!,
];

/** Layers in words: "layer 18", "layers 0 to 29", "layers 3, 7, 9". */
export function describeLayers(layers: readonly number[]): string {
  const [first, last] = [layers[0]!, layers.at(-1)!];
  if (layers.length === 1) return `layer ${first}`;
  return last - first === layers.length - 1 ? `layers ${first} to ${last}` : `layers ${layers.join(", ")}`;
}

export const describeApply = ({ operator, where }: Pick<Settings, "operator" | "where">): string =>
  `${operator} ${describeWhere(where)}`;

/** The clause as the language writes it. */
export const describeChoose = ({ what, on, for: goal, drift }: ChooseSpec): string =>
  `${what.join(", ")} on ${on} for ${goal}${drift === undefined ? "" : ` within drift ${drift} nat`}`;
