// The logit lens of vectors: what each direction says through the model's own output matrix. One walk over the matrix for all.
import type { At } from "../errors/index.js";
import { finalGain, outputRows } from "../models/index.js";
import type { Checkpoint } from "../models/types.js";
import { currentSession, located } from "../session/index.js";
import type { Vector, LayersSpec } from "../vectors/types.js";
import {
  answerCosine,
  farthestTokens,
  lensScores,
  throughNorm,
  type Scored,
} from "../evaluation/measures/index.js";
import { measuredLayers } from "../evaluation/design/pairings.js";

/** Token ids whose logits answers compare: [plus, minus]. */
export type Answers = readonly (readonly [plus: number, minus: number])[];

export interface LensToken {
  /** The token as text. */
  readonly token: string;
  /** What one unit of the vector adds to its logit, for a final hidden state whose root mean square is 1. */
  readonly score: number;
}

export interface Lens {
  /** The tokens that the vector pushes up most, and down most. */
  readonly topTokens: readonly LensToken[];
  readonly bottomTokens: readonly LensToken[];
  /** Cosine with the direction in which the logits of the answers part; null where no answers are given. */
  readonly answers: number | null;
}

const tokensShown = 8;

interface Looked {
  readonly vector: Float32Array;
  readonly answers?: Answers;
}

/** Throws E503 when interrupted. */
export async function lensesOf(
  checkpoint: Checkpoint,
  looked: readonly Looked[],
  most = tokensShown,
): Promise<Lens[]> {
  const { signal } = currentSession();
  const watch = signal ? { signal } : {};
  const { hiddenSize, vocabulary } = checkpoint.config;
  const gain = await finalGain(checkpoint, watch);
  const seen = looked.map(({ vector }) => throughNorm(vector, gain));
  const scores = seen.map(() => new Float32Array(vocabulary));
  const wanted = new Set(looked.flatMap(({ answers = [] }) => answers.flat()));
  const kept = new Map<number, Float32Array>();
  for await (const { rows, first } of outputRows(checkpoint, watch)) {
    seen.forEach((one, i) => scores[i]!.set(lensScores(rows, one), first));
    for (const id of wanted)
      if (id >= first && (id - first) * hiddenSize < rows.length)
        kept.set(id, rows.slice((id - first) * hiddenSize, (id - first + 1) * hiddenSize));
  }
  const named = ({ id, score }: Scored): LensToken => ({ token: checkpoint.tokenizer.piece(id), score });
  return looked.map(({ vector, answers = [] }, i) => ({
    topTokens: farthestTokens(scores[i]!, most).map(named),
    bottomTokens: farthestTokens(scores[i]!, most, -1).map(named),
    answers:
      answers.length === 0
        ? null
        : answerCosine(
            vector,
            gain,
            answers.map(([plus, minus]) => [kept.get(plus)!, kept.get(minus)!]),
          ),
  }));
}

export interface LensSpec {
  readonly vector: Vector;
  readonly layers?: LayersSpec; // default: every layer of the vector
  /** Tokens on each side. Default: 8. */
  readonly tokens?: number;
  readonly at?: At;
}

export interface LensLine extends Pick<Lens, "topTokens" | "bottomTokens"> {
  readonly vector: string;
  readonly layer: number;
}

/** One line for each layer. Throws what `measure` throws for layers and vectors, E503 when interrupted. */
export async function logitLens({ vector, tokens, at, ...asked }: LensSpec): Promise<readonly LensLine[]> {
  return located(at, async () => {
    const { checkpoint } = await vector.model.plan();
    const layers = await measuredLayers(vector, asked, checkpoint.config.layers);
    const { byLayer } = await vector.directions();
    const looked = layers.map((layer) => ({ vector: byLayer.get(layer)! }));
    const lenses = await lensesOf(checkpoint, looked, tokens);
    return lenses.map(({ topTokens, bottomTokens }, i) => ({
      vector: vector.name,
      layer: layers[i]!,
      topTokens,
      bottomTokens,
    }));
  });
}
