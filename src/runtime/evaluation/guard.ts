// The capability guard of every evaluation: drift at the largest multiplier, on a few prompts, for every vector and layer.
import type { MeasureSpec } from "../declarations.js";
import type { OpenModel } from "../session/types.js";
import { freshOf, largestPlace } from "./check.js";
import { runDrift } from "./drift.js";
import { modelOf } from "./pairings.js";
import { neutralProbes } from "./probes.js";
import type { ReceiptVector } from "./types.js";
import type { Work } from "./work.js";

/** Prompts that it is measured on, at most. */
const guardPrompts = 16;

export interface Guard {
  /** What the prompts were, in words. */
  readonly prompts: string;
  /** By vector, in order of appearance. */
  readonly drifts: readonly ReceiptVector["drift"][];
}

export async function guardOf(spec: MeasureSpec, works: readonly Work[], open: OpenModel): Promise<Guard> {
  const drifts: ReceiptVector["drift"][] = [];
  const words = new Set<string>();
  for (const { work, variants } of freshOf(works)) {
    if (variants.length === 0) continue;
    const { concept, cells, settings } = work;
    const asked = {
      model: modelOf(spec),
      where: settings.where,
      format: concept.format,
      protocol: spec.protocol,
      settings: spec.settings,
    };
    const probes = neutralProbes([concept], "test", asked, open, guardPrompts);
    words.add(probes.words);
    const most = largestPlace(settings.multipliers);
    const places = variants.map(({ place }) => cells.places[place]!.map((of) => of.multipliers[most]!));
    const list = places.flat();
    const task = `${spec.name}: drift on ${probes.words}`;
    const found = await runDrift(
      { probes, bank: cells.bank, cells: list.map((place) => cells.list[place]!) },
      open,
      task,
    );
    let next = 0;
    for (const { measured } of variants)
      drifts.push(Object.fromEntries(measured.layers.map((layer) => [String(layer), found[next++]!])));
  }
  return { prompts: [...words].join(", "), drifts };
}
