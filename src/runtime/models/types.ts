// What every source of models (folder, GGUF file, hub) delivers to the rest of the runtime.

/** Number types that a tensor can have inside a checkpoint file. */
export type TensorType =
  "F32" | "F16" | "BF16" | "Q8_0" | "Q4_0" | "Q4_1" | "Q5_0" | "Q5_1" | "Q4_K" | "Q5_K" | "Q6_K";

/** Where a tensor's bytes lie. `shape` is row-major, as PyTorch gives it: a projection is [out, in]. */
export interface Placed<Type extends string> {
  readonly file: string; // absolute real path
  readonly offset: number; // bytes from the start of the file
  readonly length: number; // bytes
  readonly type: Type;
  readonly shape: readonly number[];
}

export interface TensorPlace extends Placed<TensorType> {
  /** GGUF only: the rows of each of so many heads lie in rotary pairs; conversion puts them in the Hugging Face order. */
  readonly pairedHeads?: number;
}

/** Rotary embedding: base and, where the model has one, its rescaling for long contexts. */
export interface Rope {
  readonly theta: number;
  /** Frequency factors are our arithmetic: the graph receives finished cos/sin tables. */
  readonly scaling:
    | { readonly kind: "none" }
    | { readonly kind: "linear"; readonly factor: number }
    | {
        readonly kind: "llama3";
        readonly factor: number;
        readonly lowFrequencyFactor: number;
        readonly highFrequencyFactor: number;
        readonly originalContext: number;
      }
    | {
        readonly kind: "yarn";
        readonly factor: number;
        readonly originalContext: number;
        readonly fastTurns: number; // pairs that turn more often than this within the original context are kept
        readonly slowTurns: number; // and those that turn less often are divided by the factor
        readonly whole: boolean; // the ends of the ramp between them are whole pairs
        readonly magnitude: number; // of cos and sin
      }
    /** Finished divisors of the frequencies, [headSize / 2]. */
    | { readonly kind: "factors"; readonly divisors: readonly number[] };
}

/** The seven matrices of a block. */
export type Projection = "q_proj" | "k_proj" | "v_proj" | "o_proj" | "gate_proj" | "up_proj" | "down_proj";

/** The numbers of a decoder-only transformer of the Llama family. */
export interface ModelConfig {
  readonly family: "llama" | "mistral" | "qwen2";
  readonly layers: number;
  readonly hiddenSize: number; // H, size of the residual stream
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly intermediateSize: number;
  readonly vocabulary: number;
  readonly context: number; // longest text in tokens
  readonly normEpsilon: number;
  readonly rope: Rope;
  readonly tiedEmbeddings: boolean; // the output matrix is the embedding matrix
  readonly biases: readonly Projection[]; // the projections that have one
}

/** Text to token ids and back. Never adds special tokens by itself: the caller's text holds them, or `bos` is asked for. */
export interface TextTokenizer {
  /** Special tokens written in the text (such as <|im_start|>) become their ids. */
  encode(text: string): number[];
  decode(ids: readonly number[]): string;
  /** The text of one token, for display; a byte that is no full character shows as `\xNN`. */
  piece(id: number): string;
  /** The bytes that one token stands for; those of a text's tokens, one after another, are the text in UTF-8. */
  bytes(id: number): Uint8Array;
  /** Whether the token is an added one (a special mark), which ordinary text is never cut into. */
  added(id: number): boolean;
  readonly size: number;
  /** Bytes of text that one token stands for at most; Infinity where that is not known. */
  readonly longest: number;
  /** Beginning-of-sequence id where the tokenizer puts one before every text (`add_bos_token`), else null. */
  readonly bos: number | null;
  readonly eos: number | null;
}

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** A value from outside, as JSON has them. A number that is whole becomes an int. */
export type TemplateInput =
  null | boolean | number | string | readonly TemplateInput[] | { readonly [name: string]: TemplateInput };

export interface RenderOptions {
  /** Ends with what begins the assistant's turn. */
  readonly addGenerationPrompt: boolean;
  /** More variables of the template, such as `enable_thinking`. */
  readonly variables?: Readonly<Record<string, TemplateInput>>;
}

/** A chat template made ready (Jinja); null in Checkpoint when the model has none. */
export interface ChatTemplate {
  /** The rendered text, with special tokens written out. Throws E312. */
  render(messages: readonly ChatMessage[], options: RenderOptions): string;
  readonly source: string;
}

/** A checkpoint, opened: headers read and checked, no weights in memory. */
export interface Checkpoint {
  readonly label: string; // what the person wrote
  readonly path: string; // real folder or file
  /** The commit of a model from the hub. */
  readonly commit?: string;
  /** sha256 (hex) over the weight files and what decides their meaning (config, tokenizer, template). */
  readonly sha256: string;
  readonly config: ModelConfig;
  /** Hugging Face tensor names, e.g. model.layers.0.self_attn.q_proj.weight (rows in the HF rotary order). */
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  readonly tokenizer: TextTokenizer;
  readonly template: ChatTemplate | null;
  /** How the checkpoint calls its weights, e.g. "F32" or "Q4_1, Q8_0, F32"; for receipts. */
  readonly dtype: string;
}

/**
 * What the weights are rounded to before the model computes with them, in fp32 arithmetic.
 * fp16: the nearest half. q8, q4: the projections of all blocks in blocks of 32 whole numbers of 8 or 4 bits with one scale;
 * embedding, output matrix, norms and biases stay fp32.
 */
export type Dtype = "fp32" | "fp16" | "q8" | "q4";

/** A projection [out, in] in blocks of whole numbers: see quantise.ts. */
export interface PackedPlace {
  readonly bits: 8 | 4;
  readonly shape: readonly number[];
  readonly numbers: Placed<"U8">; // [out, blocks, bytes]
  readonly scales: Placed<"F32">; // [out, blocks]
}

/** Weights on disk, ready to be mapped by the engine: the checkpoint's own files, or a converted copy in the cache. */
export interface ReadyWeights {
  /** Every tensor is F32 here; `file` values share few folders. */
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  /** Tensors that are in blocks of whole numbers; none but for q8 and q4. */
  readonly packed: ReadonlyMap<string, PackedPlace>;
  readonly converted: boolean;
}

/** Progress of something long: `done` of `total` in `unit`. */
export type OnProgress = (event: {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly unit: "bytes" | "passes" | "items" | "tensors" | "tokens";
}) => void;

// models/index.ts exports:
//   openCheckpoint(source: string, options: { base: string; revision?: string; onProgress?: OnProgress; signal?: AbortSignal }): Promise<Checkpoint>
//   readyWeights(checkpoint: Checkpoint, options: { onProgress?: OnProgress; signal?: AbortSignal }): Promise<ReadyWeights>
//   cacheFolder(): string      // STEERLAB_CACHE, else XDG_CACHE_HOME/steerlab, else ~/.cache/steerlab (LOCALAPPDATA on Windows)
