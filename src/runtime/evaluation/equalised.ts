// Norm equalisation (experiment, section 6): v <- v |v_base| / |v| at every layer, v_base being the same extraction under
// BASE. Vectors trained under BASE stay as they are.
import { BASE } from "../concepts/index.js";
import { extract, originOf, scaled } from "../vectors/index.js";
import type { Directions, Vector } from "../vectors/types.js";

export async function equalised(vector: Vector): Promise<Directions> {
  const directions = await vector.directions();
  const { extraction, factor } = originOf(vector);
  if (extraction.under.name === BASE.name) return directions;
  const { concept, layers, read, method, protocol } = extraction;
  const base = await extract({
    name: `${vector.name} under BASE`,
    concept,
    model: vector.model,
    layers,
    read,
    by: method,
    ...(protocol === null ? {} : { protocol }),
  }).directions();
  const ratio = (layer: number) => (Math.abs(factor) * base.norms.get(layer)!) / directions.norms.get(layer)!;
  const parts = [...directions.byLayer.keys()].map(
    (layer) => [layer, scaled(directions, ratio(layer))] as const,
  );
  return {
    ...directions,
    byLayer: new Map(parts.map(([layer, part]) => [layer, part.byLayer.get(layer)!])),
    norms: new Map(parts.map(([layer, part]) => [layer, part.norms.get(layer)!])),
  };
}
