// Shifts: BASE, the four that a concept's persona makes, and written ones.
import type { ShiftSpec } from "./specs.js";
import { fail, failure } from "../errors/index.js";
import { placeOf } from "../session/index.js";
import type { Concept, Shift } from "./types.js";

const builtIn = (name: string, persona: Shift["persona"]): Shift => ({
  kind: "shift",
  name,
  system: null,
  prefix: null,
  persona,
});

/** The prompt as it stands. */
export const BASE = builtIn("BASE", null);
/** The persona's sentence replaces the system message. */
export const SYS_POS = builtIn("SYS_POS", { side: "positive", goes: "system" });
export const SYS_NEG = builtIn("SYS_NEG", { side: "negative", goes: "system" });
/** The persona's sentence stands before the prompt. */
export const USER_POS = builtIn("USER_POS", { side: "positive", goes: "prefix" });
export const USER_NEG = builtIn("USER_NEG", { side: "negative", goes: "prefix" });

/** A written shift. Throws E421 when it changes nothing. */
export function shift(spec: ShiftSpec): Shift {
  if (spec.system === undefined && !spec.prefix)
    throw failure("E421", { name: spec.name }, { place: placeOf(spec.at) });
  return {
    kind: "shift",
    name: spec.name,
    system: spec.system ?? null,
    prefix: spec.prefix || null,
    persona: null,
  };
}

/** The shift with its sentences in place: a persona shift takes its sentence from the concept. Throws E420. */
export function namedShift(wanted: Shift, concept: Pick<Concept, "name" | "persona">): Shift {
  if (!wanted.persona) return wanted;
  const { persona } = concept;
  if (!persona) return fail("E420", { concept: concept.name, shift: wanted.name });
  return { ...wanted, [wanted.persona.goes]: persona[wanted.persona.side], persona: null };
}
