// Cosines of vectors from rounded weights with those from full weights: by layer, from the same few pairs of each extraction.
import { engineKey } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { contentKey, keepPiece, keptPiece, storeFolder } from "../../store/index.js";
import { gatheredFrom, plannedExtractions, type PlannedExtraction } from "../../vectors/index.js";
import type { Measured } from "../design/interventions.js";
import { evenSample } from "../../stats/even-sample.js";
import { cosine } from "../measures/directional-agreement.js";

/** Pairs over all extractions, about; and those of one extraction. */
const mostPairs = 48;
const [fewest, most] = [4, 24];

/** Cosine at every layer of the model. */
type Cosines = readonly number[];

export interface Comparison extends PlannedExtraction {
  readonly store: string;
}

/** What the store has of a comparison, and what it lacks. */
export interface KnownCosines {
  readonly known: Map<string, Cosines>;
  readonly missing: readonly Comparison[];
  /** Of several extractions the smallest; null for vectors that are not extracted. */
  of(measured: Measured, layer: number): number | null;
}

export async function keptCosines(measured: readonly Measured[], model: PlannedModel): Promise<KnownCosines> {
  const plans = new Map<Measured, readonly PlannedExtraction[]>();
  for (const one of measured) plans.set(one, await plannedExtractions(one.vector));
  const all = new Map([...plans.values()].flat().map((plan) => [plan.key, plan]));
  const pairs = Math.max(fewest, Math.min(most, Math.floor(mostPairs / Math.max(1, all.size))));
  const known = new Map<string, Cosines>();
  const missing: Comparison[] = [];
  for (const [key, plan] of all) {
    const store = contentKey(["cosine", key, pairs, engineKey(model)]);
    const kept = await keptPiece(storeFolder(), "checks", store);
    if (kept) known.set(key, JSON.parse(kept.toString()) as Cosines);
    else missing.push({ ...plan, groups: evenSample(plan.groups, pairs), store });
  }
  return {
    known,
    missing,
    of(one, layer) {
      const found = plans.get(one)!.map(({ key }) => known.get(key)![layer]!);
      return found.length ? Math.min(...found) : null;
    },
  };
}

/** Runs what is missing, with rounded and with full weights, and keeps it. */
export async function cosinesOf(
  { known, missing }: KnownCosines,
  open: OpenModel,
  full: OpenModel,
): Promise<void> {
  for (const plan of missing) {
    const rounded = await gatheredFrom(plan, open);
    const precise = await gatheredFrom(plan, full);
    const cosines = rounded.vectors.map((vector, layer) => cosine(vector, precise.vectors[layer]!));
    known.set(plan.key, cosines);
    await keepPiece(storeFolder(), "checks", plan.store, JSON.stringify(cosines)).catch(() => undefined);
  }
}
