// A vector from a file as an expression: its numbers, what the file says, and whether it fits a model.
import { fail } from "../../errors/index.js";
import type { Checkpoint } from "../../models/types.js";
import type { PlannedModel } from "../../session/types.js";
import { directionsOf } from "../directions.js";
import type { Directions, VectorFile } from "../types.js";

/** Numbers of the file, with agreement and pairs where its provenance has them. */
export function loadedDirections({ byLayer, provenance }: VectorFile): Directions {
  const pairs = Number(provenance["pairs"] ?? 0);
  return directionsOf(byLayer, {
    agreement: numbersByLayer(provenance["agreement"], byLayer),
    pairs: Number.isSafeInteger(pairs) && pairs >= 0 ? pairs : 0,
  });
}

/** {"layer": number, …} of the layers that the vector has; empty when it is nothing like that. */
function numbersByLayer(text: string | undefined, of: VectorFile["byLayer"]): ReadonlyMap<number, number> {
  try {
    const entries = Object.entries(JSON.parse(text ?? "{}") as Record<string, unknown>);
    const numbers = entries.map(([layer, value]) => [Number(layer), value] as const);
    const kept = numbers.filter(
      (entry): entry is readonly [number, number] => of.has(entry[0]) && Number.isFinite(entry[1]),
    );
    return new Map(kept.sort(([a], [b]) => a - b));
  } catch {
    return new Map();
  }
}

/** The file in words: what it says it is, else its name alone. */
export function loadedWords(path: string, { provenance }: VectorFile): string {
  const expression = provenance["expression"];
  return expression ? `"${path}" (${expression})` : `"${path}"`;
}

/** Throws E615 when the vector cannot belong to the model: another width, or layers that it does not have. */
export function checkFits(
  path: string,
  { byLayer }: VectorFile,
  checkpoint: Checkpoint,
  model: string,
): void {
  const { hiddenSize, layers } = checkpoint.config;
  for (const [layer, { length }] of byLayer) {
    if (length !== hiddenSize)
      fail("E615", {
        path,
        model,
        reason: `it has ${length} numbers at each layer, the model ${hiddenSize}`,
      });
    if (layer >= layers)
      fail("E615", {
        path,
        model,
        reason: `it has layer ${layer}, the model only layers 0 to ${layers - 1}`,
      });
  }
}

/** A sentence when it is not certain that the vector was made from this very model, else null. */
export function doubt(
  path: string,
  { provenance }: VectorFile,
  { checkpoint: { sha256, label, config }, weights }: PlannedModel,
): string | null {
  const made = provenance["model_sha256"];
  if (made === sha256) {
    const as = provenance["model_dtype"] ?? weights;
    return as === weights
      ? null
      : `"${path}" was made with the weights ${as} of ${label}; here they are ${weights}.`;
  }
  if (made !== undefined)
    return (
      `"${path}" was made from other weights (${provenance["model"] ?? made.slice(0, 12)}) than ${label}: ` +
      "it fits in size, but whether it means the same there only a measurement shows."
    );
  const hint = provenance["model_hint"];
  return (
    `"${path}" does not say from which weights it was made` +
    (hint && hint !== config.family
      ? ` (only that it was a ${hint} model; ${label} is a ${config.family} model)`
      : "") +
    `: whether it belongs to ${label} only a measurement shows.`
  );
}
