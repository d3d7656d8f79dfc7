// One pass: forests of tokens, one per row, with what steers and what is read. Plain arrays, ready to cross a process border.

/** A forest of tokens: every token sees its ancestors and itself. parent[i] < i, or -1 at a root. */
export interface TokenTree {
  readonly tokens: Int32Array; // [nodes]
  readonly parents: Int32Array; // [nodes]
  readonly positions: Int32Array; // [nodes], 0 at a root
}

/** One steering term at one node: everything not listed is untouched. */
export interface SteeredNode {
  readonly row: number;
  readonly node: number;
  readonly layer: number;
  /** Row of the direction table, 0 = the zero direction. */
  readonly direction: number;
  readonly add: number;
  readonly ablate: number;
}

/** What the tokens of each row see of the key/value cache, [rows, length]: 1 = visible. */
export interface Past {
  readonly length: number;
  readonly visible: Uint8Array;
}

/** Feeds of a pass. Reads point at row * length + node, with length = the longest forest. */
export interface Pass {
  readonly rows: readonly TokenTree[];
  readonly length: number;
  readonly steered: readonly SteeredNode[];
  readonly logitRows: Int32Array;
  readonly logitIds: Int32Array;
  readonly vocabularyRows: Int32Array;
  /** Whether all logits of the vocabulary rows are fetched, not their normaliser alone. */
  readonly vocabulary: boolean;
  readonly tapRows: Int32Array;
  /** Layers whose residual stream is fetched at the tap rows, ascending. */
  readonly tapLayers: readonly number[];
  /** Only in the passes of texts that grow. */
  readonly past?: Past;
}

/** What a pass gives back. */
export interface PassResult {
  readonly logits: Float32Array; // [logitRows, logitIds]
  readonly logSumExp: Float32Array; // [vocabularyRows]
  readonly vocabulary: Float32Array; // [vocabularyRows, vocabulary]; empty where it was not fetched
  readonly taps: readonly Float32Array[]; // per tap layer, [tapRows, width]
  readonly milliseconds: number;
}
