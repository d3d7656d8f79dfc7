// Cutting a section of a text at the matches of a pattern.
import type { Section } from "./normalizers.js";
import type { Match } from "../regex/regex.js";

export const behaviours = [
  "Removed",
  "Isolated",
  "MergedWithPrevious",
  "MergedWithNext",
  "Contiguous",
] as const;
/** What becomes of a match: left out, a piece of its own, part of the piece before or behind it, or of one piece with its neighbours. */
export type Behaviour = (typeof behaviours)[number];

/** A stretch of the text; whether it is a match. */
interface Stretch {
  readonly from: number;
  to: number;
  readonly match: boolean;
}

/** Matches and what is between them, from the left. */
function stretches(length: number, matches: readonly Match[], invert: boolean): Stretch[] {
  const all: Stretch[] = [];
  let last = 0;
  for (const [from, to] of matches) {
    if (from > last) all.push({ from: last, to: from, match: invert });
    all.push({ from, to, match: !invert });
    last = to;
  }
  if (last < length) all.push({ from: last, to: length, match: invert });
  return all;
}

/** Joins a stretch to the one before it where `joins` says so of it and the one before. */
function joined(
  all: readonly Stretch[],
  joins: (one: Stretch, before: Stretch | null) => boolean,
): Stretch[] {
  const made: Stretch[] = [];
  let before: Stretch | null = null;
  for (const one of all) {
    const last = made.at(-1);
    if (last && joins(one, before)) last.to = one.to;
    else made.push({ ...one });
    before = one;
  }
  return made;
}

const arranged: { readonly [B in Behaviour]: (all: Stretch[]) => readonly Stretch[] } = {
  Removed: (all) => all.filter(({ match }) => !match),
  Isolated: (all) => all,
  Contiguous: (all) => joined(all, (one, before) => one.match === before!.match),
  MergedWithPrevious: (all) => joined(all, (one, before) => one.match && !before!.match),
  MergedWithNext(all) {
    const made: Stretch[] = [];
    let behind: Stretch | null = null;
    for (const one of all.reverse()) {
      const last = made.at(-1);
      if (last && one.match && !behind!.match) made[made.length - 1] = { ...last, from: one.from };
      else made.push(one);
      behind = one;
    }
    return made.reverse();
  },
};

/** The pieces of a section; none is empty. */
export function cut(
  section: Section,
  matches: readonly Match[],
  behaviour: Behaviour,
  invert = false,
): Section[] {
  const { text, first } = section;
  const pieces = arranged[behaviour](stretches(text.length, matches, invert));
  return pieces
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => ({
      text: text.slice(from, to),
      first: Math.max(0, Math.min(first, to) - from),
    }));
}

/** Every character of which `is` says so, as matches. */
export function characters(text: string, is: (character: string) => boolean): Match[] {
  const found: Match[] = [];
  let at = 0;
  for (const character of text) {
    if (is(character)) found.push([at, at + character.length]);
    at += character.length;
  }
  return found;
}
