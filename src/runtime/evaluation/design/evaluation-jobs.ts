// The work of an evaluation, concept by concept: its items, and the cells that are asked of each.
import type { Concept } from "../../concepts/types.js";
import type { Group, Sequence } from "../../engine/types.js";
import { interventionsOf, type Intervention, type Interventions, type Measured } from "./interventions.js";
import { randomDirectionItems } from "../controls/random-directions.js";
import { itemKey, type ConceptItem } from "./items.js";
import { refitSample } from "./refitted-vectors.js";
import type { Settings } from "./evaluation-settings.js";

export interface JobItem extends ConceptItem {
  /** How many cells, from the first on, are asked of it. */
  readonly interventions: number;
  readonly key: string;
}

/** Everything that is measured on one concept. */
export interface EvaluationJob {
  readonly concept: Concept;
  readonly variants: readonly Measured[];
  /** Tested items, by shift and then in the order of the part; then those that show what a prompt does. */
  readonly items: readonly JobItem[];
  readonly interventions: Interventions;
  readonly settings: Settings;
}

/** A concept with its items: what can be said before the vectors are known. */
export type Encoded = Pick<EvaluationJob, "concept"> & { readonly items: readonly ConceptItem[] };

export function evaluationJob(
  { concept, items }: Encoded,
  variants: readonly Measured[],
  settings: Settings,
): EvaluationJob {
  const cells = interventionsOf(concept, variants, settings);
  const positions = [...new Set(items.flatMap(({ tested, position }) => (tested ? [position] : [])))];
  const withRefits = new Set(refitSample(positions));
  const withDirections = new Set(randomDirectionItems(positions));
  const asked = ({ tested, position }: ConceptItem): number => {
    if (!tested) return 1;
    if (withDirections.has(position)) return cells.list.length;
    return withRefits.has(position) ? cells.refitted : cells.plain;
  };
  const made = items.map((item): JobItem => {
    const count = asked(item);
    return { ...item, interventions: count, key: itemKey(item.texts, count, settings) };
  });
  return { concept, variants, items: made, interventions: cells, settings };
}

/** An item's sequences for these cells: all texts of the first cell, then of the next. */
export function groupOf(
  { texts }: Pick<JobItem, "texts">,
  cells: readonly Intervention[],
  key: string,
): Group {
  const sequences = cells.flatMap(({ term }) =>
    texts.map(({ tokens, reads, steered }): Sequence => {
      const change = term && steered.length > 0 ? { tokens: steered, terms: [term] } : null;
      return { tokens, reads, steered: change };
    }),
  );
  return { key, sequences };
}
