// Rounded weights (dtype fp16, q8, q4): some of the texts are read again with the weights as they are, steered as they grew; how
// probable are their tokens there?
import type { Group } from "../engine/types.js";
import { evenly } from "../stats/even-sample.js";
import { mean } from "../stats/descriptive.js";
import { currentSession } from "../session/index.js";
import type { OpenModel } from "../session/types.js";
import { actedTokens, chosenReads } from "./generation-self-check.js";
import type { GrownText } from "./generate-batches.js";
import type { GenerationPrecision } from "../results/generation.js";
import type { Work } from "./generation-jobs.js";

/** Texts that are read again, at most; evenly spread. */
const mostTexts = 8;

const sampleOf = (texts: number): number[] => evenly([...Array(texts).keys()], mostTexts);

/** The sampled texts, whole, each as it grew; `chosen` are the tokens of all texts. */
export const precisionGroups = (
  { growing }: Pick<Work, "growing">,
  chosen: readonly (readonly number[])[],
): Group[] =>
  sampleOf(growing.length).map((i) => {
    const { tokens, terms } = growing[i]!;
    const acted = actedTokens(growing[i]!, chosen[i]!.length);
    const steered = terms.length && acted.length ? { tokens: acted, terms } : null;
    const reads = chosenReads(tokens.length, chosen[i]!);
    return { key: String(i), sequences: [{ tokens: [...tokens, ...chosen[i]!], steered, reads }] };
  });

/** Null where the weights are not rounded. */
export async function precisionOf(
  work: Work,
  grown: readonly GrownText[],
  open: OpenModel,
): Promise<GenerationPrecision | null> {
  const { dtype } = open;
  if (dtype === "fp32") return null;
  const groups = precisionGroups(
    work,
    grown.map(({ tokens }) => tokens),
  );
  const { signal } = currentSession();
  const differences: number[] = [];
  await open.withFull(async ({ engine }) => {
    for await (const { key, readings } of engine.run(work.bank, groups, { signal }))
      grown[Number(key)]!.logProbs.forEach((logProb, i) =>
        differences.push(Math.abs(logProb - (readings[0]![i] as Float32Array)[0]!)),
      );
  });
  return {
    dtype,
    texts: groups.length,
    tokens: differences.length,
    mean: mean(differences),
    largest: Math.max(...differences),
  };
}
