// Everything that gives a vector its identity, as texts under names: what travels in its file.
import type { Directions, Vector, VectorTerm } from "../types.js";
import { steerlabVersion } from "../../store/index.js";
import { describeVector } from "../expressions.js";
import { factsIn, trainedPairs } from "../origins.js";

const byLayer = (numbers: ReadonlyMap<number, number>) => JSON.stringify(Object.fromEntries(numbers));

/** The provenance of a vector with these directions. */
export async function provenanceOf(vector: Vector, directions: Directions): Promise<Record<string, string>> {
  const { checkpoint, weights } = await vector.model.plan();
  const scale = scaleOf(vector);
  return {
    format: "steerlab vector",
    vector: vector.name,
    hash: directions.hash,
    expression: describeVector(vector),
    ...(scale === null ? {} : { scale: String(scale) }),
    ...factsIn(vector),
    pairs: String(directions.pairs),
    trained_pairs: [...trainedPairs(vector)].join(" "),
    hook_point: "resid_post",
    norms: byLayer(directions.norms),
    agreement: byLayer(directions.agreement),
    model: checkpoint.label,
    model_sha256: checkpoint.sha256,
    model_dtype: weights,
    model_hint: checkpoint.config.family,
    steerlab: steerlabVersion,
  };
}

/** The factor on what was extracted or loaded; null where the vector is not a multiple of one. */
function scaleOf({ expression }: Vector): number | null {
  if (expression.kind === "extract") return 1;
  if (expression.kind === "load") return Number(expression.file.provenance["scale"] ?? 1);
  if (expression.kind !== "combine" || expression.terms.length > 1) return null;
  const [{ factor, of }] = expression.terms as [VectorTerm];
  const scale = scaleOf(of);
  return scale === null ? null : factor * scale;
}
