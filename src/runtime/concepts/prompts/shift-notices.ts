// What is said of prompts that are not what their declarations make one think: shifts without effect, system messages that never
// arrive, answers inside a thinking block.
import { groupBy } from "../../stats/group-by.js";
import type { SamePrompts } from "../types.js";
const many = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? "" : "s"}`;
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
const mostNamed = 4;
const named = (names: readonly string[], things: string): string =>
  names.length <= mostNamed ? listed(names) : `${names.length} ${things}`;

/** One sentence for shifts that are alike in this: which prompts they leave as they are, why, and what that means for the numbers. */
export function sameWords(found: readonly SamePrompts[]): string[] {
  const groups = groupBy(found, ({ as, why, shift, same, of }) =>
    JSON.stringify([as, why, same === of ? "all" : [shift, same, of]]),
  );
  return [...groups.values()].map((group) => {
    const { as, why, same, of } = group[0]!;
    const shifts = [...new Set(group.map(({ shift }) => shift))];
    const concepts = named([...new Set(group.map(({ concept }) => concept))], "concepts");
    const one = shifts.length === 1;
    if (same < of)
      return `${listed(shifts)} makes ${same} of the ${many(of, "prompt")} of ${concepts} the same as ${as}: there ${why}.`;
    const numbers = `numbers under ${listed(shifts)} are those under ${as}, and say nothing about a change of prompt`;
    return `${listed(shifts)} ${one ? "makes" : "make"} the same prompts of ${concepts} as ${as}: ${why}. So ${numbers}.`;
  });
}

/** A model's system message that is in none, or not in all, of these prompts; null where it is in all. */
export function lostSystemWords(
  model: string,
  {
    lost,
    of,
    concepts,
    plain,
  }: { readonly lost: number; readonly of: number; readonly concepts: string; readonly plain: boolean },
): string | null {
  if (lost === 0) return null;
  const where =
    lost === of
      ? `no prompt of ${concepts}`
      : `${of - lost} of the ${many(of, "prompt")} of ${concepts} only`;
  const why = plain ? "`format plain` has no system message" : "the chat template leaves it out";
  return `The system message of ${model} is in ${where}: ${why}.`;
}

/** Prompts whose ends lie inside a thinking block, by the marks that open it; null where none does. `then` says what follows. */
export function thinkingWords(opens: readonly (string | null)[], of: string, then: string): string | null {
  const marks = opens.filter((mark) => mark !== null);
  if (marks.length === 0) return null;
  const which =
    marks.length === opens.length
      ? `the prompts of ${of}`
      : `${marks.length} of the ${many(opens.length, "prompt")} of ${of}`;
  return (
    `The chat template opens a thinking block (${[...new Set(marks)].join(", ")}) at the end of ${which}: ${then}. ` +
    "`setting thinking = closed` closes it."
  );
}

/** `setting thinking = closed` where nothing was open. */
export const nothingClosed = (of: string): string =>
  `\`setting thinking = closed\` changes no prompt of ${of}: the chat template opens no thinking block.`;
