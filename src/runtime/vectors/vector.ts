// Declared vectors: extracted, or scaled. Nothing is computed until a direction is needed, and then once per session.
import { BASE, describeWhere, protocolOf } from "../concepts/index.js";
import type { At, ExtractSpec, ScaleSpec } from "../declarations.js";
import { fail } from "../errors/index.js";
import { located, placeOf } from "../session/index.js";
import type { Model } from "../session/types.js";
import { scaled } from "./directions.js";
import {
  keptExtraction,
  planExtraction,
  runExtraction,
  type Extraction,
  type PlannedExtraction,
} from "./extract.js";
import type { Directions, Vector, VectorExpression } from "./types.js";

/** A steering vector extracted from a concept's training pairs: by default at all layers, read at the answer, under BASE. */
export function extract(spec: ExtractSpec): Vector {
  const protocol = spec.protocol ?? null;
  const expression: Extraction = {
    kind: "extract",
    concept: spec.concept,
    layers: spec.layers ?? ["all"],
    layersAt: spec.layersAt,
    read: spec.read ?? protocolOf(protocol).read,
    method: spec.by ?? "mean difference",
    under: spec.under ?? BASE,
    protocol,
  };
  return declared(spec, spec.model, expression, async () => {
    const plan = await planExtraction(expression, spec.model);
    const kept = await keptExtraction(plan);
    const task = `${spec.name}: extract ${spec.concept.name} from ${spec.model.name}`;
    return nonZero(kept ?? (await runExtraction(plan, await spec.model.open(), task)), spec.name);
  });
}

/** factor * vector, at the layers that the vector has. Throws E604 for a factor of 0. */
export function scale(spec: ScaleSpec): Vector {
  const { factor, of } = spec;
  return declared(spec, of.model, { kind: "scale", factor, of }, async () =>
    nonZero(scaled(await of.directions(), factor), spec.name),
  );
}

function declared(
  { name, at }: Pick<ExtractSpec, "name" | "at">,
  model: Model,
  expression: VectorExpression,
  compute: () => Promise<Directions>,
): Vector {
  let found: Promise<Directions> | null = null;
  const directions = () => {
    found ??= located(at, compute);
    // A failure is not remembered: the next call tries again.
    found.catch(() => (found = null));
    return found;
  };
  return { kind: "vector", name, model, expression, place: placeOf(at), directions };
}

function nonZero(directions: Directions, vector: string): Directions {
  for (const [layer, norm] of directions.norms) if (!(norm > 0)) fail("E604", { vector, layer });
  return directions;
}

/** The plan of the extraction that a vector comes from; its failures are located at that vector. Nothing runs. */
export async function plannedExtraction({ expression, model, place }: Vector): Promise<PlannedExtraction> {
  if (expression.kind === "scale") return plannedExtraction(expression.of);
  const at: At | undefined = place && [place.line, place.column, place.length];
  return located(at, () => planExtraction(expression, model));
}

/** The directions as far as the store has them; null when they would have to be extracted. */
export async function keptDirections(vector: Vector): Promise<Directions | null> {
  const { expression } = vector;
  if (expression.kind === "extract") return keptExtraction(await plannedExtraction(vector));
  const kept = await keptDirections(expression.of);
  return kept && scaled(kept, expression.factor);
}

/** The extraction that a vector comes from, and the product of the factors applied to it. */
export function originOf({ expression }: Vector): {
  readonly extraction: Extraction;
  readonly factor: number;
} {
  if (expression.kind === "extract") return { extraction: expression, factor: 1 };
  const { extraction, factor } = originOf(expression.of);
  return { extraction, factor: factor * expression.factor };
}

/** The vector in words, e.g. "8 * mean difference of Delight, read at answer, under BASE". */
export function describeVector(vector: Vector): string {
  const { extraction, factor } = originOf(vector);
  const { method, concept, read, under } = extraction;
  const made = `${method} of ${concept.name}, read at ${describeWhere(read)}, under ${under.name}`;
  return factor === 1 ? made : `${factor} * ${made}`;
}
