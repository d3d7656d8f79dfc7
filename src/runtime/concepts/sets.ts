// Sets of concepts: model-written evaluations by name, or declared concepts and sets put together.
import type { ConceptsSpec } from "./specs.js";
import { fail, SteerError } from "../errors/index.js";
import { currentSession, locatedNow, placeOf } from "../session/index.js";
import { concept } from "./concept.js";
import { publishedSets } from "./mwe/data-set-table.js";
import { namesIn } from "./mwe/read-data-set.js";
import { sourceOf } from "./mwe/data-set-source.js";
import type { Concept, ConceptSet } from "./types.js";

/**
 * Declares a set; the files of its data sets are read at once. Members of a set of evaluations are named as their data sets; the
 * clauses hold for each. Declared concepts stay as they are.
 * Throws E415 (a name twice), E416 (no member), and what `concept` throws.
 */
export function concepts({ name, at, mwe, members = [], ...shared }: ConceptsSpec): ConceptSet {
  return locatedNow(at, () => {
    const { datasets, ...where } = mwe ?? { datasets: [] };
    const read = (dataset: string) => concept({ ...shared, name: dataset, mwe: { dataset, ...where } });
    const published = datasets === "all" ? allAtHand(read, mwe?.folder) : datasets.map(read);
    const all = [...published, ...members.flatMap(membersOf)];
    if (all.length === 0) fail("E416", { set: name });
    const seen = new Set<string>();
    for (const member of all) {
      if (seen.has(member.name)) fail("E415", { set: name, concept: member.name });
      seen.add(member.name);
    }
    return { kind: "concepts", name, members: all, place: placeOf(at) };
  });
}

/** Codes that say that a set is not there. */
const absent = new Set(["E409", "E417", "E418"]);

/**
 * The sets of the paper that are there; a notice names the others. A folder that has none of them gives all of its own, by name.
 * Throws the first set's failure when there is none at all.
 */
function allAtHand(read: (dataset: string) => Concept, written: string | undefined): Concept[] {
  const missing: SteerError[] = [];
  const left: string[] = [];
  const found = publishedSets.flatMap(({ name }) => {
    try {
      return [read(name)];
    } catch (cause) {
      if (!(cause instanceof SteerError) || !absent.has(cause.code)) throw cause;
      missing.push(cause);
      left.push(name);
      return [];
    }
  });
  if (found.length > 0 && left.length > 0)
    currentSession().sink.notice(
      `mwe all: ${found.length} of the ${publishedSets.length} sets are at hand; left out: ${left.join(", ")}.`,
    );
  if (found.length > 0) return found;
  const others = written === undefined ? [] : ownSets(written);
  if (others.length === 0) throw missing[0]!;
  return others.map(read);
}

/** The data sets of a folder, by name. */
function ownSets(written: string): string[] {
  const { base } = currentSession();
  const source = sourceOf({ dataset: "", written, base });
  return "folder" in source ? [...new Set(namesIn(source.folder))].sort() : [];
}

/** The concepts of a concept (itself) or a set, in order. */
export const membersOf = (of: Concept | ConceptSet): readonly Concept[] =>
  of.kind === "concept" ? [of] : of.members;
