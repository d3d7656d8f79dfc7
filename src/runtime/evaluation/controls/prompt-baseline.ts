// What a prompt does without steering: the propensity under each of the persona's shifts minus that under BASE, both
// unsteered, item by item, with a bootstrap interval of the mean over items.
import { BASE, SYS_NEG, SYS_POS, USER_NEG, USER_POS } from "../../concepts/index.js";
import type { Concept, Shift } from "../../concepts/types.js";
import { bootstrapMean, type BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { mean } from "../../stats/descriptive.js";
import type { PromptEffect } from "../../results/evaluation.js";

/** Test items that prompts are tried on, at most: every one costs a prompt of its own. */
export const promptItems = 64;

const personaShifts: readonly Shift[] = [SYS_POS, SYS_NEG, USER_POS, USER_NEG];

type Prompted = Pick<Concept, "persona" | "pairs">;

/**
 * The shifts that a concept's prompts are tried under, BASE first; none where it has no persona. Prompts that bring a system message
 * have no room for another.
 */
export function promptShifts({ persona, pairs }: Prompted): readonly Shift[] {
  if (!persona) return [];
  const own = pairs.some(({ before }) => before?.[0]?.role === "system");
  return [BASE, ...personaShifts.filter((shift) => !own || shift.persona?.goes !== "system")];
}

/** `changed` says which shifts change a prompt at all: the others' effect is no prompt's. `propensities` gives the unsteered propensities of these items (rows), in their order, by the shift's name. */
export function promptEffects(
  concept: Prompted,
  items: readonly number[],
  changed: (shift: string) => boolean,
  propensities: (shift: string) => readonly number[],
  intervals: BootstrapOptions,
): PromptEffect[] {
  const base = concept.persona ? propensities(BASE.name) : [];
  return promptShifts(concept)
    .slice(1)
    .filter(({ name }) => changed(name))
    .map(({ name }) => {
      const moved = propensities(name).map((value, i) => value - base[i]!);
      return {
        shift: name,
        n: moved.length,
        effect: mean(moved),
        interval: bootstrapMean(moved, intervals),
        byItem: moved.map((value, i) => [items[i]!, value]),
      };
    });
}
