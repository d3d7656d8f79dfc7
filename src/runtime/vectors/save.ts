// A vector as a safetensors file: one float32 tensor "layer.N" [width] per layer, and what must be known to use it.
import { extname, resolve } from "node:path";
import { describeWhere } from "../concepts/index.js";
import type { SaveSpec } from "../declarations.js";
import { fail } from "../errors/index.js";
import { writeAtomically, type FileSteps } from "../files/index.js";
import { currentSession, located } from "../session/index.js";
import { steerlabVersion } from "../store/index.js";
import { writeSafetensors } from "./safetensors.js";
import type { Directions, Vector } from "./types.js";
import { originOf } from "./vector.js";

/**
 * Writes the vector; a relative path is taken from the session's output folder. Returns the absolute path.
 * `steps` are the disk's own unless a caller tries out a failing disk. Throws E605 for another file ending and E701 when the file cannot be written (nothing half-written stays).
 */
export async function save({ vector, to, at }: SaveSpec, steps?: FileSteps): Promise<string> {
  return located(at, async () => {
    if (extname(to) !== ".safetensors") fail("E605", { path: to });
    const directions = await vector.directions();
    const tensors = new Map([...directions.byLayer].map(([layer, numbers]) => [`layer.${layer}`, numbers]));
    const bytes = writeSafetensors({ tensors, metadata: await provenance(vector, directions) });
    const { out, sink } = currentSession();
    const path = await writeAtomically(resolve(out, to), bytes, steps);
    await sink.saved({ path, what: `vector ${vector.name}` });
    return path;
  });
}

const byLayer = (numbers: ReadonlyMap<number, number>) => JSON.stringify(Object.fromEntries(numbers));

/** Everything that gives the vector its identity; safetensors metadata holds texts only. */
async function provenance(vector: Vector, directions: Directions): Promise<Record<string, string>> {
  const { checkpoint } = await vector.model.plan();
  const { extraction, factor } = originOf(vector);
  const { concept, read, method, under, protocol } = extraction;
  return {
    format: "steerlab vector",
    vector: vector.name,
    hash: directions.hash,
    method,
    scale: String(factor),
    concept: concept.name,
    concept_hash: concept.hash,
    pairs: String(directions.pairs),
    read: describeWhere(read),
    under: under.name,
    protocol: protocol ?? "none",
    hook_point: "resid_post",
    norms: byLayer(directions.norms),
    agreement: byLayer(directions.agreement),
    model: checkpoint.label,
    model_sha256: checkpoint.sha256,
    model_dtype: checkpoint.dtype,
    steerlab: steerlabVersion,
  };
}
