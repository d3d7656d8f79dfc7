// The work of a generation: every prompt under every vector and multiplier is a text; those that come to the same are
// generated once (multiplier 0 is the same for every vector). Texts are generated in batches, side by side.
import type { PromptToContinue, Term } from "../engine/types.js";
import { operators } from "../steering/operators.js";
import type { PlannedModel } from "../session/types.js";
import { numbersKey } from "../store/index.js";
import type { Directions, Vector } from "../vectors/types.js";
import type { Prompt, Settings } from "./generation-settings.js";

export interface AskedText {
  readonly prompt: Prompt;
  readonly vector: string | null;
  readonly layers: readonly number[];
  readonly multiplier: number;
  /** Index of what is generated for it. */
  readonly distinctIndex: number;
}

export interface GenerationJob {
  /** Unit directions [width]. */
  readonly directionTable: readonly Float32Array[];
  /** Content keys of the direction table's rows. */
  readonly names: readonly string[];
  readonly texts: readonly AskedText[];
  readonly distinct: readonly PromptToContinue[];
  /** Indices into `growing`, in order; each batch distinctIndex in one go. */
  readonly batches: readonly (readonly number[])[];
}

/** What directions are needed for: the norm, and the unit vector at a layer. */
export type Known = Pick<Directions, "byLayer" | "norms">;

/** Texts that grow side by side, at most, and the memory of their keys, values and logits. */
const mostTexts = 32;
const mostBytes = 2 ** 30;

/** Directions by vector; texts in the order prompt, vector, multiplier. */
export function generationJob(
  prompts: readonly Prompt[],
  settings: Settings,
  directions: ReadonlyMap<Vector, Known>,
  { checkpoint }: PlannedModel,
): GenerationJob {
  const { vectors, multipliers, operator } = settings;
  const rows = vectors.flatMap(({ vector, layers }) => layers.map((layer) => ({ vector, layer })));
  const directionTable = rows.map(({ vector, layer }) => {
    const { byLayer, norms } = directions.get(vector)!;
    return byLayer.get(layer)!.map((value) => value / norms.get(layer)!);
  });
  const terms = (of: Vector, multiplier: number): Term[] =>
    rows.flatMap(({ vector, layer }, direction) => {
      if (vector !== of) return [];
      const norm = directions.get(vector)!.norms.get(layer)!;
      const change = operators[operator]({ multiplier, norm, ablatedAtZero: true });
      return change ? [{ layer, direction, ...change }] : [];
    });

  const growing: PromptToContinue[] = [];
  const places = new Map<string, number>();
  const distinctIndex = ({ tokens, steered, until }: Prompt, done: readonly Term[]): number => {
    const one: PromptToContinue = done.length
      ? { tokens, steered, until, terms: done }
      : { tokens, steered: [], until: 0, terms: [] };
    const key = JSON.stringify(one);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, growing.push(one) - 1);
    return growing.length - 1;
  };
  const texts = prompts.flatMap((prompt): AskedText[] =>
    vectors.length === 0
      ? [{ prompt, vector: null, layers: [], multiplier: 0, distinctIndex: distinctIndex(prompt, []) }]
      : vectors.flatMap(({ vector, layers }) =>
          multipliers.map((multiplier) => ({
            prompt,
            vector: vector.name,
            layers,
            multiplier,
            distinctIndex: distinctIndex(prompt, terms(vector, multiplier)),
          })),
        ),
  );
  const { layers, kvHeads, headSize, vocabulary } = checkpoint.config;
  const bytes = ({ tokens }: PromptToContinue): number =>
    4 * (vocabulary + 2 * layers * kvHeads * headSize * (tokens.length + settings.stops.tokens));
  return {
    directionTable,
    names: directionTable.map(numbersKey),
    texts,
    distinct: growing,
    batches: batchesOf(growing, bytes),
  };
}

/** As many texts as fit, in order. All rows of a batch are padded to its longest text. */
function batchesOf(
  growing: readonly PromptToContinue[],
  bytes: (text: PromptToContinue) => number,
): number[][] {
  const batches: number[][] = [];
  let widest = 0;
  growing.forEach((text, i) => {
    const batch = batches.at(-1);
    widest = Math.max(widest, bytes(text));
    if (batch && batch.length < mostTexts && (batch.length + 1) * widest <= mostBytes) batch.push(i);
    else {
      batches.push([i]);
      widest = bytes(text);
    }
  });
  return batches;
}
