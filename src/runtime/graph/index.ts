// config + weights -> one ONNX model with taps of the residual stream, steering inputs, and only the logits asked for.
//
// Inputs   tokens, positions [rows, length] int64; mask [rows, 1, length, past + length] bool (past is 0 without a cache)
//          directionTable [directions, width]; index, add, ablate [layers, rows * length]
//          tap_rows [taps], logit_rows [reads], logit_ids [ids], vocabulary_rows [full] int64: indices into rows * length
// Outputs  residual.L [taps, width] after block L (after its steering); logits [reads, ids];
//          vocabulary [full, vocabulary]: all logits at the rows of vocabulary_rows; normaliser [full, 1]: their log sum exp
// With a cache also past.L.key, past.L.value in and present.L.key, present.L.value out: see cache.ts.
import { dirname } from "node:path";
import type { ModelConfig, ReadyWeights } from "../models/types.js";
import { GraphBuilder, type Value } from "./builder.js";
import { KeyValueCache } from "./kv-cache-inputs.js";
import { Llama } from "./llama.js";
import { Steering } from "./steering.js";

export { pastNames, presentNames } from "./kv-cache-inputs.js";
export { branchRoom, longestText } from "./llama.js";

/** Changes whenever numbers could: part of every content key. */
export const graphVersion = "1";

export interface GraphOptions {
  /** Without steering inputs: the reference that "untouched" is compared with. */
  readonly steering: boolean;
  /** With a key/value cache: for texts that grow token by token. */
  readonly cache?: boolean;
}

export const residualName = (layer: number): string => `residual.${layer}`;

/** log sum exp over the vocabulary in fp32, shifted by the maximum. logits [n, vocabulary] -> [n, 1]. */
function normaliser(graph: GraphBuilder, logits: Value): Value {
  const axis = graph.ints("axis.vocabulary", [1]);
  const largest = graph.op("ReduceMax", [logits, axis], { keepdims: 1 });
  const shares = graph.op("Exp", [graph.op("Sub", [logits, largest])]);
  const total = graph.op("ReduceSum", [shares, axis], { keepdims: 1 });
  return graph.op("Add", [largest, graph.op("Log", [total])]);
}

/** The ONNX bytes and the folder that the weights' file names are relative to. */
export function buildGraph(
  config: ModelConfig,
  weights: Pick<ReadyWeights, "tensors" | "packed">,
  options: GraphOptions = { steering: true },
): { bytes: Uint8Array; folder: string } {
  const graph = new GraphBuilder();
  const tokens = graph.input("tokens", "int64", ["rows", "length"]);
  const positions = graph.input("positions", "int64", ["rows", "length"]);
  const mask = graph.input("mask", "bool", ["rows", 1, "length", "seen"]);
  const toBatch = graph.op("Concat", [graph.op("Shape", [tokens]), graph.ints("rest", [-1])], { axis: 0 });

  const cache = options.cache ? new KeyValueCache(graph, config) : null;
  const family = new Llama(graph, config, weights, { tokens, positions, mask, toBatch }, cache);
  const steering = options.steering ? new Steering(graph, config.layers, config.hiddenSize) : null;
  const tapRows = graph.input("tap_rows", "int64", ["taps"]);

  let hidden = family.embed();
  for (let layer = 0; layer < config.layers; layer += 1) {
    const after = family.block(layer, hidden);
    hidden = steering ? steering.after(layer, after) : after;
    const tapped = graph.op("Gather", [hidden, tapRows], { axis: 0 });
    graph.output(residualName(layer), tapped, "float", ["taps", config.hiddenSize]);
  }

  const final = (rows: Value): Value => family.finish(graph.op("Gather", [hidden, rows], { axis: 0 }));
  const output = family.output();
  const ids = graph.input("logit_ids", "int64", ["ids"]);
  const columns = graph.op("Gather", [output, ids], { axis: 0 });
  const reads = final(graph.input("logit_rows", "int64", ["reads"]));
  graph.output("logits", graph.op("Gemm", [reads, columns], { transB: 1 }), "float", ["reads", "ids"]);
  const full = final(graph.input("vocabulary_rows", "int64", ["full"]));
  const vocabulary = graph.op("Gemm", [full, output], { transB: 1 });
  graph.output("vocabulary", vocabulary, "float", ["full", config.vocabulary]);
  graph.output("normaliser", normaliser(graph, vocabulary), "float", ["full", 1]);

  const [first] = weights.tensors.values();
  return { bytes: graph.bytes(), folder: first ? dirname(first.file) : "." };
}
