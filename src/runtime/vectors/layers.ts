// Lists of layers: all, 13, last 4, 10..20 by 2, 25%..75%. A share p of a model with n layers is layer floor(p (n - 1) / 100).
import type { Bound } from "../concepts/types.js";
import type { LayersSpec, LayerTerm } from "./types.js";
import { fail } from "../errors/index.js";

export interface Depth {
  readonly layers: number;
  readonly model: string;
}

const layerAt = (bound: Bound, { layers }: Depth): number =>
  typeof bound === "number" ? bound : Math.floor((Number(bound.slice(0, -1)) * (layers - 1)) / 100);

function termLayers(term: LayerTerm, depth: Depth): number[] {
  if (term === "all") return range(0, depth.layers - 1, 1);
  if (typeof term === "number") return [term];
  if ("last" in term) return range(depth.layers - term.last, depth.layers - 1, 1);
  return range(layerAt(term.from, depth), layerAt(term.to, depth), term.by ?? 1);
}

function range(from: number, to: number, by: number): number[] {
  const layers: number[] = [];
  for (let layer = from; by > 0 && layer <= to; layer += by) layers.push(layer);
  return layers;
}

/** The layers of a list, ascending, each once. Throws E601 (no such layer) and E602 (none at all). */
export function layersOf(spec: LayersSpec, depth: Depth): number[] {
  const layers = [...new Set(spec.flatMap((term) => termLayers(term, depth)))].sort((a, b) => a - b);
  const last = depth.layers - 1;
  // The end of a range that is too long is what the person wrote, so the largest is named.
  const wrong = layers.findLast((layer) => !Number.isInteger(layer) || layer < 0 || layer > last);
  if (wrong !== undefined) fail("E601", { layer: wrong, model: depth.model, last });
  if (layers.length === 0) fail("E602", { model: depth.model, last });
  return layers;
}
