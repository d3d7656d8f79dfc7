// Sets of concepts: model-written evaluations by name, or declared concepts and sets put together.
import type { ConceptsSpec } from "../declarations.js";
import { fail } from "../errors/index.js";
import { locatedNow, placeOf } from "../session/index.js";
import { concept } from "./concept.js";
import { publishedSets } from "./published.js";
import type { Concept, ConceptSet } from "./types.js";

/**
 * Declares a set; the files of its data sets are read at once. Members of a set of evaluations are named as their data sets; the
 * clauses hold for each. Declared concepts stay as they are.
 * Throws E415 (a name twice), E416 (no member), and what `concept` throws.
 */
export function concepts({ name, at, mwe, members = [], ...shared }: ConceptsSpec): ConceptSet {
  return locatedNow(at, () => {
    const names = mwe?.datasets === "all" ? publishedSets.map((set) => set.name) : (mwe?.datasets ?? []);
    const { folder, at: clause } = mwe ?? {};
    const read = names.map((dataset) =>
      concept({
        ...shared,
        name: dataset,
        mwe: {
          dataset,
          ...(folder === undefined ? {} : { folder }),
          ...(clause === undefined ? {} : { at: clause }),
        },
      }),
    );
    const all = [...read, ...members.flatMap(membersOf)];
    if (all.length === 0) fail("E416", { set: name });
    const seen = new Set<string>();
    for (const member of all) {
      if (seen.has(member.name)) fail("E415", { set: name, concept: member.name });
      seen.add(member.name);
    }
    return { kind: "concepts", name, members: all, place: placeOf(at) };
  });
}

/** The concepts of a concept (itself) or a set, in order. */
export const membersOf = (of: Concept | ConceptSet): readonly Concept[] =>
  of.kind === "concept" ? [of] : of.members;
