// Shifts that leave prompts as they were, and system messages that never reach one: what is measured under such a shift is measured
// under another, whatever it is called.
import { createHash } from "node:crypto";
import { promptText, type EncodeOptions } from "./encode.js";
import { BASE, namedShift } from "../shifts.js";
import type { Concept, ContrastPair, SamePrompts, Shift } from "../types.js";

type Options = Omit<EncodeOptions, "concept" | "shift" | "letters" | "context">;

/** A prompt's identity: the first 16 hexadecimal digits of the sha256 of its text. */
export const promptDigest = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Prompts of a concept under one shift: the pairs, and the digests of their prompts where these are known already. */
export interface UnderShift {
  readonly shift: Shift;
  readonly pairs: readonly ContrastPair[];
  readonly digests?: readonly string[];
}

/**
 * Each shift but BASE that shares prompts with BASE, or all of them with a shift before it. Pairs are matched by their row.
 * Throws what `promptText` throws.
 */
export function samePrompts(
  concept: Pick<Concept, "name" | "format" | "persona">,
  shifts: readonly UnderShift[],
  options: Options,
): SamePrompts[] {
  const others = shifts.filter(({ shift }) => shift !== BASE);
  if (others.length === 0) return [];
  const text = (pair: ContrastPair, shift: Shift) => promptText(pair, { ...options, concept, shift }).text;
  const byRow = ({ shift, pairs, digests }: UnderShift): ReadonlyMap<number, string> =>
    new Map(pairs.map((pair, i) => [pair.row, digests?.[i] ?? promptDigest(text(pair, shift))]));
  const pairs = new Map(others.flatMap((one) => one.pairs).map((pair) => [pair.row, pair]));
  const base = shifts.find(({ shift }) => shift === BASE);
  const known = base ? byRow(base) : new Map<number, string>();
  const all = new Map(
    [...pairs].map(([row, pair]) => [row, known.get(row) ?? promptDigest(text(pair, BASE))]),
  );

  const before: { readonly shift: Shift; readonly digests: ReadonlyMap<number, string> }[] = [
    { shift: BASE, digests: all },
  ];
  return others.flatMap((one) => {
    const digests = byRow(one);
    const rows = [...digests.keys()];
    const sharedWith = (other: ReadonlyMap<number, string>) =>
      rows.filter((row) => other.get(row) === digests.get(row));
    const found = before
      .map((other) => ({ other: other.shift, rows: sharedWith(other.digests) }))
      .find(({ other, rows: shared }) =>
        other === BASE ? shared.length > 0 : shared.length === rows.length,
      );
    before.push({ shift: one.shift, digests });
    if (!found || rows.length === 0) return [];
    const example = pairs.get(found.rows[0]!)!;
    return [
      {
        concept: concept.name,
        shift: one.shift.name,
        as: found.other.name,
        same: found.rows.length,
        of: rows.length,
        why: reasonOf(namedShift(one.shift, concept), text(example, one.shift)),
      },
    ];
  });
}

/** Why a prompt under a shift is what it is without. */
const reasonOf = ({ system }: Shift, text: string): string =>
  system !== null && !text.includes(system.trim())
    ? "the chat template leaves its system message out"
    : "it has the same texts";

/** How many of these prompts are the same without the model's system message and do not hold it. */
export function lostSystem(
  concept: Pick<Concept, "name" | "format" | "persona">,
  pairs: readonly ContrastPair[],
  options: Options,
): number {
  const { system } = options.model;
  if (system === null) return 0;
  const without = { ...options.model, system: null };
  const text = (pair: ContrastPair, model: Options["model"]) =>
    promptText(pair, { ...options, model, concept, shift: BASE }).text;
  return pairs.filter((pair) => {
    // A system message of the pair's own stands in the place of the model's.
    if (pair.before?.[0]?.role === "system") return false;
    const whole = text(pair, options.model);
    return !whole.includes(system.trim()) && whole === text(pair, without);
  }).length;
}
