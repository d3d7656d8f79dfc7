// From a declared vector to its numbers; and what is known of it before anything runs.
import { fail, type At } from "../errors/index.js";
import { currentSession, located, locatedNow } from "../session/index.js";
import type { Model, PlannedModel } from "../session/types.js";
import { layersFrom, madeFrom, partsOf } from "./expressions.js";
import {
  keptExtraction,
  planExtraction,
  runExtraction,
  type PlannedExtraction,
} from "./extraction/extract.js";
import { layersOf } from "./layers.js";
import { checkFits, doubt } from "./files/loaded-vector.js";
import { extractedIn } from "./origins.js";
import { noticeTraining } from "./extraction/extraction-notices.js";
import type { Directions, Vector } from "./types.js";

/** Where a vector was declared. */
export const atOf = ({ place }: Pick<Vector, "place">): At | undefined =>
  place && [place.line, place.column, place.length];

/** Runs what has to run. Throws what extraction throws, E604 (no length), E615 (a file that does not fit), E616 (models, layers). */
export async function computed(vector: Vector): Promise<Directions> {
  const { expression, model, name } = vector;
  if (expression.kind === "extract") {
    const plan = await planExtraction(expression, model);
    noticeTraining(name, expression, model, plan.prompts, await model.plan());
    const kept = await keptExtraction(plan);
    const task = `${name}: extract ${expression.concept.name} from ${model.name}`;
    return nonZero(kept ?? (await runExtraction(plan, await model.open(), task)), name);
  }
  await layersKnown(vector);
  if (expression.kind === "load") {
    const warning = doubt(expression.path, expression.file, await model.plan());
    if (warning) currentSession().sink.notice(warning);
  }
  const parts: Directions[] = [];
  for (const part of partsOf(expression)) parts.push(await part.directions());
  return nonZero(madeFrom(expression, parts), name);
}

function nonZero(directions: Directions, vector: string): Directions {
  for (const [layer, norm] of directions.norms) if (!(norm > 0)) fail("E604", { vector, layer });
  return directions;
}

/**
 * The layers that a vector has, ascending; nothing runs. Throws E601, E602 at the extraction's clause, E615 and E616 at the
 * declaration.
 */
export function layersKnown(vector: Vector): Promise<readonly number[]> {
  const { expression, model, name } = vector;
  return located(atOf(vector), async () => {
    const planned = await model.plan();
    const { checkpoint } = planned;
    if (expression.kind === "extract")
      return locatedNow(expression.layersAt, () =>
        layersOf(expression.layers, { layers: checkpoint.config.layers, model: model.name }),
      );
    if (expression.kind === "load") checkFits(expression.path, expression.file, checkpoint, model.name);
    const layers: (readonly number[])[] = [];
    for (const part of partsOf(expression)) {
      await sameModel(name, { model, planned }, part.model);
      layers.push(await layersKnown(part));
    }
    const common = layersFrom(expression, layers);
    if (common.length === 0) fail("E616", { vector: name, reason: "its parts have no layer in common" });
    return common;
  });
}

async function sameModel(
  vector: string,
  one: { readonly model: Model; readonly planned: PlannedModel },
  other: Model,
) {
  const { checkpoint } = await other.plan();
  if (checkpoint.sha256 !== one.planned.checkpoint.sha256)
    fail("E616", { vector, reason: `its parts come from two models, ${one.model.name} and ${other.name}` });
}

/** The plans of all extractions that a vector needs; their failures are located at the vectors. Nothing runs. */
export async function plannedExtractions(vector: Vector): Promise<PlannedExtraction[]> {
  const plans = new Map<string, PlannedExtraction>();
  for (const extracted of extractedIn(vector)) {
    const { expression, model } = extracted;
    if (expression.kind !== "extract") continue;
    const plan = await located(atOf(extracted), () => planExtraction(expression, model));
    noticeTraining(extracted.name, expression, model, plan.prompts, await model.plan());
    if (!plans.has(plan.key)) plans.set(plan.key, plan);
  }
  return [...plans.values()];
}

/** The directions as far as the store has their extractions; null when something would have to be extracted. */
export async function keptDirections(vector: Vector): Promise<Directions | null> {
  const { expression, model } = vector;
  if (expression.kind === "extract")
    return keptExtraction(await located(atOf(vector), () => planExtraction(expression, model)));
  await layersKnown(vector);
  const parts: Directions[] = [];
  for (const part of partsOf(expression)) {
    const kept = await keptDirections(part);
    if (!kept) return null;
    parts.push(kept);
  }
  return madeFrom(expression, parts);
}
