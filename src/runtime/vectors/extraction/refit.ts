// Refits: a vector made anew from resamples of its training pairs, as many as there are, drawn with replacement. Where a vector is made of
// several extractions, those of one concept are refitted to the same draws. They say how far other training pairs would have moved it.
import { MersenneTwister } from "../../stats/mersenne-twister.js";
import { partOf } from "../../concepts/index.js";
import { fail } from "../../errors/index.js";
import { currentSession, located } from "../../session/index.js";
import { contentKey, keepPiece, keptPiece, storeFolder } from "../../store/index.js";
import { atOf } from "../compute.js";
import { directionsOf } from "../directions.js";
import { madeFrom, partsOf } from "../expressions.js";
import { planExtraction, residuals, type PlannedExtraction } from "./extract.js";
import { readSafetensors, writeSafetensors } from "../files/safetensors-vectors.js";
import { methods } from "./methods/index.js";
import { extractionsOf } from "../origins.js";
import type { Directions, Extraction, Vector } from "../types.js";

/** How a vector is refitted. */
export interface Refitting {
  readonly count: number;
  readonly seed: number;
  readonly layers: readonly number[];
}

/** Resamples of fewer pairs are mostly the same few vectors. */
const fewestPairs = 4;

/** The fewest training pairs among a vector's extractions. Throws E629 for a vector that cannot be refitted. */
export function refittedPairs(vector: Vector): number {
  const refuse = (reason: string): never => fail("E629", { vector: vector.name, reason });
  if (fromFile(vector)) refuse("it comes from a file, and the pairs that trained it are not there");
  const counts = extractionsOf(vector).map(({ concept }) => partOf(concept, "train").length);
  if (counts.length === 0) refuse("no pairs trained it");
  const fewest = Math.min(...counts);
  return fewest < fewestPairs
    ? refuse(`only ${fewest} trained it, and resamples of fewer than ${fewestPairs} say nothing`)
    : fewest;
}

const fromFile = ({ expression }: Vector): boolean =>
  expression.kind === "load" || (expression.kind !== "extract" && partsOf(expression).some(fromFile));

/** Which pairs make each refit: [count][pairs], places in the training part. */
function draws({ hash }: Extraction["concept"], pairs: number, { count, seed }: Refitting): number[][] {
  return Array.from({ length: count }, (_, k) => {
    const random = new MersenneTwister(parseInt(contentKey(["refit", hash, seed, k]).slice(0, 12), 16));
    return Array.from({ length: pairs }, () => random.below(pairs));
  });
}

const keyOf = (plan: PlannedExtraction, refitting: Refitting): string =>
  contentKey(["refits", plan.key, refitting]);

/** The extractions whose refits the store lacks, or has: nothing runs. */
export async function plannedRefits(
  vector: Vector,
  refitting: Refitting,
): Promise<{ readonly plan: PlannedExtraction; readonly key: string; readonly stored: boolean }[]> {
  const planned = await Promise.all(
    extractionsOf(vector).map(async (extraction) => {
      const plan = await planExtraction(extraction, vector.model);
      const stored = (await keptRefits(plan, refitting)) !== null;
      return { plan, key: keyOf(plan, refitting), stored };
    }),
  );
  return [...new Map(planned.map((one) => [one.key, one])).values()];
}

const nameOf = (refit: number, layer: number) => `refit.${refit}.layer.${layer}`;

async function keptRefits(plan: PlannedExtraction, refitting: Refitting): Promise<Directions[] | null> {
  const bytes = await keptPiece(storeFolder(), "vectors", keyOf(plan, refitting));
  if (!bytes) return null;
  try {
    const { tensors } = readSafetensors(bytes);
    return Array.from({ length: refitting.count }, (_, k) =>
      directionsOf(
        new Map(
          refitting.layers.map((layer) => {
            const numbers = tensors.get(nameOf(k, layer))!;
            if (numbers.length !== plan.width) throw new Error("not whole");
            return [layer, numbers];
          }),
        ),
        { pairs: plan.pairs },
      ),
    );
  } catch {
    return null;
  }
}

/** Differences of the training pairs in their order, [layers][pairs][width]. */
async function differencesOf(
  { groups, width }: PlannedExtraction,
  { layers }: Refitting,
  vector: Vector,
): Promise<Float64Array[][]> {
  const { sink, signal } = currentSession();
  const { engine } = await vector.model.open();
  const order = new Map(groups.map(({ key }, place) => [key, place]));
  const found = layers.map(() => groups.map(() => new Float64Array(width)));
  const task = `${vector.name}: refit`;
  const total = groups.length;
  let done = 0;
  sink.progress({ task, done, total, unit: "items" });
  for await (const readings of engine.run([], groups, { signal })) {
    const [positive, negative] = residuals(readings);
    const place = order.get(readings.key)!;
    layers.forEach((layer, l) => {
      const into = found[l]![place]!;
      const [plus, minus] = [positive![layer]!, negative![layer]!];
      for (let i = 0; i < width; i++) into[i] = plus[i]! - minus[i]!;
    });
    sink.progress({ task, done: (done += 1), total, unit: "items" });
  }
  return found;
}

async function refitExtraction(
  extraction: Extraction,
  vector: Vector,
  refitting: Refitting,
): Promise<Directions[]> {
  const plan = await planExtraction(extraction, vector.model);
  const kept = await keptRefits(plan, refitting);
  if (kept) return kept;
  const differences = await differencesOf(plan, refitting, vector);
  const { signal } = currentSession();
  const refits = draws(extraction.concept, plan.pairs, refitting).map((drawn) => {
    if (signal.aborted) fail("E503", {});
    const at = (l: number) => {
      const made = methods[extraction.method](plan.width);
      for (const place of drawn) made.add(differences[l]![place]!);
      return Float32Array.from(made.vector());
    };
    return directionsOf(new Map(refitting.layers.map((layer, l) => [layer, at(l)])), { pairs: plan.pairs });
  });
  const tensors = new Map(
    refits.flatMap(({ byLayer }, k) =>
      [...byLayer].map(([layer, numbers]) => [nameOf(k, layer), numbers] as const),
    ),
  );
  await keepPiece(
    storeFolder(),
    "vectors",
    keyOf(plan, refitting),
    writeSafetensors({ tensors, metadata: {} }),
  ).catch(() =>
    currentSession().sink.notice(
      "The refitted vectors could not be kept in the store; they will be made again next time.",
    ),
  );
  return refits;
}

/**
 * The vector refitted `count` times, at the layers that are asked for. Throws E604 where a refit has no length, E629 as `refittedPairs`, and what
 * extraction throws.
 */
export async function refitsOf(vector: Vector, refitting: Refitting): Promise<Directions[]> {
  return located(atOf(vector), async () => {
    const { expression } = vector;
    if (expression.kind === "extract")
      return nonZero(await refitExtraction(expression, vector, refitting), vector);
    const parts: Directions[][] = [];
    for (const part of partsOf(expression)) parts.push(await refitsOf(part, refitting));
    const refits = Array.from({ length: refitting.count }, (_, k) =>
      madeFrom(
        expression,
        parts.map((of) => of[k]!),
      ),
    );
    return nonZero(refits, vector);
  });
}

function nonZero(refits: Directions[], { name }: Vector): Directions[] {
  for (const { norms } of refits)
    for (const [layer, norm] of norms) if (!(norm > 0)) fail("E604", { vector: name, layer });
  return refits;
}
