// What the engine is asked (sequences of tokens, some steered, some read) and what it answers.

/** One term of steering at one layer: h <- h + add * u - ablate * (u . h) * u, with u = row `direction` of the direction table. */
export interface Term {
  /** 0-based block; its output (the residual stream after it) is what changes. */
  readonly layer: number;
  /** Row of the direction table: a unit vector [width]. */
  readonly direction: number;
  /** Length added along u, in units of the residual stream: multiplier times the norm of the vector. */
  readonly add: number;
  /** Share of the projection on u that is removed first: 0 none, 1 all. */
  readonly ablate: number;
}

/** A number wanted at one token of a sequence. `at` is the token's index; logits there predict token at + 1. */
export type Read =
  | { readonly kind: "logits"; readonly at: number; readonly ids: readonly number[] }
  | { readonly kind: "log-probs"; readonly at: number; readonly ids: readonly number[] }
  /** All logits [vocabulary]; the passes that read them are packed so that memory stays bounded. */
  | { readonly kind: "vocabulary"; readonly at: number }
  | { readonly kind: "residual"; readonly at: number; readonly layers: readonly number[] };

/** One text to run: sequences that begin alike share that beginning, whoever asked for them. */
export interface Sequence {
  readonly tokens: readonly number[];
  /** Steered tokens (indices, ascending) and what is done to each of them; at most one term per layer. */
  readonly steered: { readonly tokens: readonly number[]; readonly terms: readonly Term[] } | null;
  readonly reads: readonly Read[];
}

/** Answer to one read: [ids] for logits and log-probs, [vocabulary] for vocabulary, [layers][width] for residuals. */
export type Reading = Float32Array | readonly Float32Array[];

/** Sequences that belong together (all of one item): answered together, kept together in one pass where they fit. */
export interface Group {
  readonly key: string;
  readonly sequences: readonly Sequence[];
}

/** readings[sequence][read], in the order asked. */
export interface GroupReadings {
  readonly key: string;
  readonly readings: readonly (readonly Reading[])[];
}

/** How work becomes passes. The result never depends on it beyond 1e-4. */
export interface Packing {
  /** Longest pass in tokens. */
  readonly tokens: number;
  /** Equal beginnings are computed once; off: every sequence stands alone (for the benchmark and for tests). */
  readonly sharing: boolean;
  /** Several groups may share a pass. */
  readonly together: boolean;
  /** Forests in one pass, side by side as rows of a batch (padded to equal length). */
  readonly rows: number;
}

/**
 * Every group in a row of its own, rows side by side in one pass. Groups of equally long texts then have equal layouts and
 * so equal arithmetic: rows that should not differ are bit for bit the same. (Branches of one tree add up their attention
 * in different orders and agree to about 2e-5.) For the self-check: one sequence per group.
 */
export const sideBySide: Partial<Packing> = { together: false, rows: 8 };

/** What a run will cost, known before anything runs. */
export interface Cost {
  readonly passes: number;
  /** Tokens that are computed. */
  readonly tokens: number;
  /** Tokens that a loop of one row per multiplier and answer would compute. */
  readonly tokensUnshared: number;
  readonly rowsUnshared: number;
  /** Positions where the whole vocabulary is computed (log-probs, vocabulary). */
  readonly vocabularyRows: number;
  /** Rough time on this device, from the last measured speed; null before the first pass. */
  readonly seconds: number | null;
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly packing?: Partial<Packing> | undefined;
  /**
   * Keys of groups whose readings are known already. They keep their place in the packing, but passes with nothing else in
   * them do not run: so a run that continues gives bit for bit what an uninterrupted one gives.
   */
  readonly done?: ReadonlySet<string> | undefined;
  /** Called after each pass. */
  readonly onPass?: ((event: { readonly done: number; readonly total: number }) => void) | undefined;
}

/** A text that grows: its tokens so far, which of them are steered and how, and whether those that follow are too. */
export interface PromptToContinue {
  readonly tokens: readonly number[];
  /** Steered tokens among these (indices, ascending). */
  readonly steered: readonly number[];
  /** Tokens that follow are steered as long as their index is below this: 0 none, Infinity all. */
  readonly until: number;
  /** What is done to each steered token, at most one term per layer; empty: the text is untouched. */
  readonly terms: readonly Term[];
}

/** Chooses the next token of a text from all logits [vocabulary] at its last one; null ends the text. */
export type ChooseToken = (text: number, logits: Float32Array) => number | null;

/** Texts in the middle of growing, without their keys and values: those are in a file of their own. Plain data. */
export interface DecodingState {
  /** The file with the keys and values, and the word that it begins with: another file of that name is not taken for it. */
  readonly file: string;
  readonly id: string;
  /** Texts that still grow: their row in the cache, their length, and the token that is not in the cache yet. */
  readonly rows: readonly {
    readonly text: number;
    readonly row: number;
    readonly length: number;
    readonly token: number;
  }[];
  /** Passes since all given tokens were computed. */
  readonly added: number;
  /** Tokens that were steered so far, by text. */
  readonly steered: readonly (readonly number[])[];
  readonly passes: number;
  readonly tokens: number;
}

/** Keeps growing texts now and then, so that an interrupted growth can go on to the bit where it was. */
export interface Checkpointer {
  /** What was kept before; taken where its file is still whole. */
  readonly known: DecodingState | null;
  /** Told before anything is chosen: whether the known state is taken. */
  begins(resumed: boolean): void;
  /** Asked after every step: the file to write keys and values to, or null when it is too early. */
  due(): string | null;
  /** Told when the file is written. */
  save(state: DecodingState): Promise<void>;
}

export interface GenerateOptions {
  readonly signal?: AbortSignal | undefined;
  readonly checkpointer?: Checkpointer | undefined;
  /** Called whenever every text that still grows has got one token. */
  readonly onStep?: (() => void) | undefined;
}

/** What growing took, counted from the passes that ran. */
export interface Generated {
  /** Tokens that were steered in some pass, given ones and chosen ones, by text. The last chosen token passes through no layer. */
  readonly steered: readonly number[];
  readonly passes: number;
  /** Tokens that were computed. */
  readonly tokens: number;
}

export type Device = "cpu" | "webgpu" | "cuda";

/** What is known about an engine without starting it. */
export interface Planner {
  readonly device: Device;
  /** Version of ONNX Runtime. */
  readonly runtimeVersion: string;
  /** What decides the last digits: kernels by instructions, and threads: "x64 avx2, 4 threads". */
  readonly machine: string;
  cost(groups: readonly Group[], options?: Pick<RunOptions, "packing" | "done">): Cost;
  /** What it costs to let texts grow by `length` tokens each, all side by side. */
  generationCost(texts: readonly PromptToContinue[], length: number): Cost;
}

/** Weights in an ONNX Runtime session inside a child process: one run at a time, the thread that asks stays free. */
export interface Engine extends Planner {
  /** directionTable [directions][width], unit vectors. Groups come back as they are finished, in the order asked. */
  run(
    directionTable: readonly Float32Array[],
    groups: readonly Group[],
    options?: RunOptions,
  ): AsyncIterable<GroupReadings>;
  /**
   * Lets texts grow token by token, all side by side, with a key/value cache. directionTable [directions][width], unit vectors.
   * `choose` is called for every text that has not ended, in order. Fails with E503, E505, E507 like a run.
   */
  generate(
    directionTable: readonly Float32Array[],
    texts: readonly PromptToContinue[],
    choose: ChooseToken,
    options?: GenerateOptions,
  ): Promise<Generated>;
  /** Ends the child process; a later run starts a new one. */
  close(): Promise<void>;
}
