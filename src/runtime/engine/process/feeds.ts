// A pass as ONNX Runtime tensors.
import type { OnnxValue, TensorConstructor } from "onnxruntime-node";
import type { TokenTree, Pass } from "../passes/pass.js";

interface Shape {
  readonly layers: number;
  readonly hiddenSize: number;
}

const int64 = (values: Int32Array): BigInt64Array => BigInt64Array.from(values, BigInt);

/** Copies a row's values into its stretch of a [rows, length] table; the rest (padding) stays 0. */
function padded(pass: Pass, field: "tokens" | "positions"): BigInt64Array {
  const table = new BigInt64Array(pass.rows.length * pass.length);
  pass.rows.forEach((forest, row) => table.set(int64(forest[field]), row * pass.length));
  return table;
}

/**
 * Who sees whom, [length, past + length], 1 = visible: each node sees what its parent sees, and itself; a root sees what the
 * row sees of the cache. Padding sees itself.
 */
function visible(forest: TokenTree, length: number, past: Uint8Array): Uint8Array {
  const seen = past.length + length;
  const mask = new Uint8Array(length * seen);
  for (let node = 0; node < length; node += 1) {
    const parent = forest.parents[node] ?? -1;
    if (parent < 0) mask.set(past, node * seen);
    else mask.copyWithin(node * seen, parent * seen, parent * seen + past.length + parent + 1);
    mask[node * seen + past.length + node] = 1;
  }
  return mask;
}

function masks(pass: Pass): { data: Uint8Array; dims: number[] } {
  const { length, rows } = pass;
  const past = pass.past?.length ?? 0;
  const size = length * (past + length);
  const data = new Uint8Array(rows.length * size);
  const none = new Uint8Array();
  rows.forEach((forest, row) => {
    const cached = pass.past?.visible.subarray(row * past, (row + 1) * past) ?? none;
    data.set(visible(forest, length, cached), row * size);
  });
  return { data, dims: [rows.length, 1, length, past + length] };
}

function steeringTables(pass: Pass, layers: number) {
  const tokens = pass.rows.length * pass.length;
  const index = new BigInt64Array(layers * tokens);
  const add = new Float32Array(layers * tokens);
  const ablate = new Float32Array(layers * tokens);
  for (const term of pass.steered) {
    const at = term.layer * tokens + term.row * pass.length + term.node;
    index[at] = BigInt(term.direction);
    add[at] = term.add;
    ablate[at] = term.ablate;
  }
  return { index, add, ablate, dims: [layers, tokens] };
}

/** All inputs of the graph by name. `directionTable` is [directions, width] with a zero row first. */
export function feedsOf(
  ort: { readonly Tensor: TensorConstructor },
  pass: Pass,
  directionTable: Float32Array,
  shape: Shape,
): Record<string, OnnxValue> {
  const { Tensor } = ort;
  const rows = pass.rows.length;
  const batch = [rows, pass.length];
  const mask = masks(pass);
  const { index, add, ablate, dims } = steeringTables(pass, shape.layers);
  const list = (values: Int32Array): OnnxValue => new Tensor("int64", int64(values), [values.length]);
  return {
    tokens: new Tensor("int64", padded(pass, "tokens"), batch),
    positions: new Tensor("int64", padded(pass, "positions"), batch),
    mask: new Tensor("bool", mask.data, mask.dims),
    directionTable: new Tensor("float32", directionTable, [
      directionTable.length / shape.hiddenSize,
      shape.hiddenSize,
    ]),
    index: new Tensor("int64", index, dims),
    add: new Tensor("float32", add, dims),
    ablate: new Tensor("float32", ablate, dims),
    tap_rows: list(pass.tapRows),
    logit_rows: list(pass.logitRows),
    logit_ids: list(pass.logitIds),
    vocabulary_rows: list(pass.vocabularyRows),
  };
}
