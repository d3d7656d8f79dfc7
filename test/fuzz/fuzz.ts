// Damaged inputs of a kind, tried one after the other; those that are not read rightly are found.
import { createHash } from "node:crypto";
import { damaged } from "./damage.js";
import { kinds } from "./kinds/index.js";
import { randomOf } from "./random.js";
import type { Trials } from "./trials.js";

export interface Find {
  /** A name for its file. */
  readonly name: string;
  readonly input: Buffer;
  readonly fault: string;
}

export interface Summary {
  readonly tried: number;
  readonly refused: number;
  readonly finds: readonly Find[];
}

export async function fuzz(kind: string, count: number, seed: number, trials: Trials): Promise<Summary> {
  const { seeds, damages, ending } = kinds[kind]!;
  const valid = await seeds();
  const random = randomOf(seed);
  const finds: Find[] = [];
  let refused = 0;
  for (let i = 0; i < count; i++) {
    const input = damaged(valid, damages, random);
    const trial = await trials.try(kind, input);
    if (trial.refused) refused++;
    const { fault } = trial;
    const name = `${createHash("sha256").update(input).digest("hex").slice(0, 12)}${ending}`;
    if (fault !== null) finds.push({ name, input, fault });
  }
  return { tried: count, refused, finds };
}
