// Rounded weights (dtype fp16, q8, q4): some of the texts are read again with the weights as they are, steered as they grew; how
// probable are their tokens there?
import type { Group } from "../engine/types.js";
import { evenSample } from "../stats/even-sample.js";
import { mean } from "../stats/descriptive.js";
import { currentSession } from "../session/index.js";
import type { OpenModel } from "../session/types.js";
import { actedTokens, chosenReads } from "./generation-self-check.js";
import type { DecodedText } from "./generate-batches.js";
import type { GenerationQuantisation } from "../results/generation.js";
import type { GenerationJob } from "./generation-jobs.js";

/** Texts that are read again, at most; evenly spread. */
const mostTexts = 8;

const sampleOf = (texts: number): number[] => evenSample([...Array(texts).keys()], mostTexts);

/** The sampled texts, whole, each as it grew; `chosen` are the tokens of all texts. */
export const quantisationGroups = (
  { distinct }: Pick<GenerationJob, "distinct">,
  chosen: readonly (readonly number[])[],
): Group[] =>
  sampleOf(distinct.length).map((i) => {
    const { tokens, terms } = distinct[i]!;
    const acted = actedTokens(distinct[i]!, chosen[i]!.length);
    const steered = terms.length && acted.length ? { tokens: acted, terms } : null;
    const reads = chosenReads(tokens.length, chosen[i]!);
    return { key: String(i), sequences: [{ tokens: [...tokens, ...chosen[i]!], steered, reads }] };
  });

/** Null where the weights are not rounded. */
export async function quantisationEffect(
  work: GenerationJob,
  generated: readonly DecodedText[],
  open: OpenModel,
): Promise<GenerationQuantisation | null> {
  const { dtype } = open;
  if (dtype === "fp32") return null;
  const groups = quantisationGroups(
    work,
    generated.map(({ tokens }) => tokens),
  );
  const { signal } = currentSession();
  const differences: number[] = [];
  await open.withFull(async ({ engine }) => {
    for await (const { key, readings } of engine.run(work.directionTable, groups, { signal }))
      generated[Number(key)]!.logProbs.forEach((logProb, i) =>
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
