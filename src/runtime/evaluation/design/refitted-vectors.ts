// Vectors refitted to resampled training pairs, for intervals over them: made for the layers that are measured, brought to the norm of BASE where
// the protocol does that, and tried on a sample of the items.
import { BASE } from "../../concepts/index.js";
import type { MeasureSpec } from "../specs.js";
import type { PlannedModel } from "../../session/types.js";
import { locatedNow } from "../../session/index.js";
import { plannedRefits, refitsOf, refittedPairs, scaled } from "../../vectors/index.js";
import type { Directions, Vector } from "../../vectors/types.js";
import type { Measured } from "./interventions.js";
import { evenSample } from "../../stats/even-sample.js";
import type { Variant } from "./pairings.js";
import type { Settings } from "./evaluation-settings.js";
import { retrained } from "./retrained-vectors.js";
import type { ExtractionPlan } from "../../results/evaluation.js";

/** Test items that refits are tried on, at most. */
const refitItems = 64;

/** The items that refits are tried on, evenly spread; those of random directions are among them. */
export const refitSample = <T>(items: readonly T[]): T[] => evenSample(items, refitItems);

type Asked = Pick<Settings, "refits" | "intervals" | "protocol">;

/** Throws E629 at the clause for vectors that cannot be refitted, before anything runs. */
export function checkRefits({ intervals }: MeasureSpec, vectors: readonly Vector[], { refits }: Asked): void {
  if (refits > 0)
    locatedNow(intervals?.at, () => {
      for (const vector of vectors) refittedPairs(vector);
    });
}

async function refitted(
  { vector, layers }: Variant,
  { refits, intervals, protocol }: Asked,
): Promise<Directions[]> {
  const refitting = { count: refits, seed: intervals.seed, layers };
  const own = await refitsOf(vector, refitting);
  const base = retrained(vector, BASE);
  if (!protocol.equalNorms || base === vector) return own;
  const norms = await refitsOf(base, refitting);
  return own.map((refit, k) =>
    scaled(refit, (layer) => norms[k]!.norms.get(layer)! / refit.norms.get(layer)!),
  );
}

/** The vectors of every concept with their refits, each refitted once. */
export async function withRefits(
  measured: readonly (readonly Measured[])[],
  settings: Asked,
): Promise<readonly (readonly Measured[])[]> {
  if (settings.refits === 0) return measured;
  const known = new Map<Measured, Measured>();
  for (const one of measured.flat())
    if (!known.has(one)) known.set(one, { ...one, refits: await refitted(one, settings) });
  return measured.map((of) => of.map((one) => known.get(one)!));
}

/** The same as far as the store has them; else as many directions as there will be, since the cost does not depend on their numbers. */
export async function withKeptRefits(
  measured: readonly (readonly Measured[])[],
  settings: Asked,
): Promise<{ readonly measured: readonly (readonly Measured[])[]; readonly known: boolean }> {
  if (settings.refits === 0) return { measured, known: true };
  const plans = await Promise.all([...new Set(measured.flat())].map((one) => plansOf(one, settings)));
  if (plans.flat().every(({ stored }) => stored))
    return { measured: await withRefits(measured, settings), known: true };
  const stand = new Map(measured.flat().map((one) => [one, { ...one, refits: placeholders(one, settings) }]));
  return { measured: measured.map((of) => of.map((one) => stand.get(one)!)), known: false };
}

function placeholders({ directions, layers }: Measured, { refits }: Asked): Measured["refits"] {
  return Array.from({ length: refits }, (_, k) => ({
    byLayer: new Map(
      layers.map((layer) => [
        layer,
        directions.byLayer.get(layer)!.map((value, i) => (i === 1 ? k + 2 : value)),
      ]),
    ),
    norms: directions.norms,
  }));
}

async function plansOf({ vector, layers }: Variant, { refits, intervals, protocol }: Asked) {
  const refitting = { count: refits, seed: intervals.seed, layers };
  const base = retrained(vector, BASE);
  const vectors = protocol.equalNorms && base !== vector ? [vector, base] : [vector];
  return (await Promise.all(vectors.map((one) => plannedRefits(one, refitting)))).flat();
}

/** What making the refits takes: their extractions run once more. */
export async function refitPlans(
  variants: readonly Variant[],
  settings: Asked,
  { engine }: PlannedModel,
): Promise<ExtractionPlan[]> {
  if (settings.refits === 0) return [];
  const plans = (await Promise.all(variants.map((one) => plansOf(one, settings)))).flat();
  return [...new Map(plans.map((one) => [one.key, one])).values()].map(({ key, plan, stored }) => ({
    key,
    pairs: plan.pairs,
    stored,
    cost: engine.cost(stored ? [] : plan.groups),
  }));
}
