// How the next token is chosen from all logits of a text's last one: the largest, or drawn.
//   greedy     the largest logit; of equal ones the token with the lower id
//   sampled    p = softmax(logits / temperature) over the `top` largest logits (of equal ones the lower ids), drawn by inverting
//              the cumulative distribution in the order of ids with one number of the seeded generator for each token
import { MersenneTwister } from "../stats/mersenne-twister.js";
import type { SampleSpec } from "./specs.js";

/** One for each text: its numbers do not depend on other texts. */
export interface TokenChooser {
  /** logits [vocabulary] -> token id. */
  choose(logits: Float32Array): number;
  /** Passes over the numbers of so many tokens, for a text that goes on. */
  skip(tokens: number): void;
}

export function greedy(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id += 1) if (logits[id]! > logits[best]!) best = id;
  return best;
}

/** The smallest of the `top` largest logits, and how many tokens with just that logit still belong to them. */
function threshold(logits: Float32Array, top: number): { least: number; equal: number } {
  if (top >= logits.length) return { least: -Infinity, equal: 0 };
  const least = Float32Array.from(logits).sort()[logits.length - top]!;
  return { least, equal: top - logits.reduce((above, logit) => above + (logit > least ? 1 : 0), 0) };
}

function sampled({ temperature, top, seed }: SampleSpec): TokenChooser {
  const random = new MersenneTwister(seed);
  const choose = (logits: Float32Array) => {
    const largest = logits[greedy(logits)]!;
    const { least, equal } = threshold(logits, top ?? logits.length);
    let equalLeft = equal;
    let total = 0;
    const ids: number[] = [];
    const shares: number[] = [];
    logits.forEach((logit, id) => {
      if (logit < least || (logit === least && equalLeft-- <= 0)) return;
      ids.push(id);
      shares.push((total += Math.exp((logit - largest) / temperature)));
    });
    const drawn = random.unit() * total;
    const at = shares.findIndex((share) => share > drawn);
    return ids[at < 0 ? ids.length - 1 : at]!;
  };
  const skip = (tokens: number) => {
    for (let i = 0; i < tokens; i += 1) random.unit();
  };
  return { choose, skip };
}

/** A chooser for one text. Without a `sample` clause: greedy. */
export const tokenChooser = (sample: SampleSpec | undefined): TokenChooser =>
  sample ? sampled(sample) : { choose: greedy, skip: () => {} };

export const describeChoice = (sample: SampleSpec | undefined): string =>
  sample
    ? `sampled, temperature ${sample.temperature}${sample.top === undefined ? "" : ` top ${sample.top}`} seed ${sample.seed}`
    : "greedy";

/** log p of a token: logits [vocabulary] -> nats. */
export function logProb(logits: Float32Array, id: number): number {
  const largest = logits[greedy(logits)]!;
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - largest);
  return logits[id]! - largest - Math.log(total);
}
