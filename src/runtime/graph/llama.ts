// The Llama family (Llama, Mistral, Qwen2) as an ONNX graph: token embedding, blocks of grouped-query attention with rotary
// positions and a gated MLP (both behind RMS norms, both added to the residual stream), final norm.
// Weights are used as the checkpoint stores them, [out, in]: Gemm with transB reads them from the mapped file.
// Projections in blocks of whole numbers (q8, q4) go through MatMulNBits, which multiplies with the widened numbers in fp32.
// Biases are used where the checkpoint has them (Qwen2: q, k and v).
import { blockSize } from "../models/index.js";
import type { ModelConfig, PackedPlace, ReadyWeights } from "../models/types.js";
import type { GraphBuilder, Value } from "./builder.js";
import type { KeyValueCache } from "./kv-cache-inputs.js";
import { rotaryTables } from "./rotary.js";

/** Longest text that a graph is built for: the rotary tables are part of it. */
export const longestText = (config: ModelConfig): number => Math.min(config.context, 16384);

/** Branches that a pass may hold besides its longest text: RotaryEmbedding wants as many table rows as a pass has tokens. */
export const branchRoom = 4096;

export class Llama {
  private readonly toRows: Value;
  private readonly cos: Value;
  private readonly sin: Value;
  private readonly declared = new Map<string, Value>();
  readonly embedding: Value;

  /**
   * tokens and positions [rows, length], mask [rows, 1, length, past + length] (true = visible). `toBatch` is the shape
   * [rows, length, -1]. The residual stream runs as [rows * length, width]. Without a cache, past is 0.
   */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly config: ModelConfig,
    private readonly weights: Pick<ReadyWeights, "tensors" | "packed">,
    private readonly inputs: { tokens: Value; positions: Value; mask: Value; toBatch: Value },
    private readonly cache: KeyValueCache | null = null,
  ) {
    const tables = rotaryTables(config.rope, config.headSize, longestText(config) + branchRoom);
    this.cos = graph.floats("rotary.cos", tables.cos, tables.shape);
    this.sin = graph.floats("rotary.sin", tables.sin, tables.shape);
    this.toRows = graph.ints("shape.rows", [-1, config.heads * config.headSize]);
    this.embedding = this.weight("model.embed_tokens.weight");
  }

  private weight(name: string): Value {
    const known = this.declared.get(name);
    if (known) return known;
    const place = this.weights.tensors.get(name);
    if (!place) throw new Error(`no tensor ${name}`); // openCheckpoint has checked that every tensor is there
    const value = this.graph.weight(name, place);
    this.declared.set(name, value);
    return value;
  }

  private linear(input: Value, name: string): Value {
    const { packed, tensors } = this.weights;
    const bias = tensors.has(`${name}.bias`) ? [this.weight(`${name}.bias`)] : [];
    const place = packed.get(`${name}.weight`);
    if (!place) return this.graph.op("Gemm", [input, this.weight(`${name}.weight`), ...bias], { transB: 1 });
    const product = this.inBlocks(input, name, place);
    return bias.length ? this.graph.op("Add", [product, ...bias]) : product;
  }

  /** input [tokens, in] times a projection in blocks -> [tokens, out]. Accuracy level 1: the input is not rounded. */
  private inBlocks(input: Value, name: string, { bits, shape, numbers, scales }: PackedPlace): Value {
    const [N, K] = shape as [number, number];
    const weight = [
      this.graph.weight(`${name}.numbers`, numbers, "uint8"),
      this.graph.weight(`${name}.scales`, scales),
    ];
    const attributes = { K, N, bits, block_size: blockSize, accuracy_level: 1 };
    return this.graph.op("MatMulNBits", [input, ...weight], attributes, "com.microsoft");
  }

  private norm(input: Value, name: string): Value {
    return this.graph.op("RMSNormalization", [input, this.weight(`${name}.weight`)], {
      axis: -1,
      epsilon: { float: this.config.normEpsilon },
    });
  }

  private rotate(input: Value, heads: number): Value {
    return this.graph.op("RotaryEmbedding", [input, this.cos, this.sin, this.inputs.positions], {
      num_heads: heads,
    });
  }

  private attention(input: Value, layer: number, prefix: string): Value {
    const { graph, config, inputs, cache } = this;
    const project = (name: string): Value =>
      graph.op("Reshape", [this.linear(input, `${prefix}.${name}`), inputs.toBatch]);
    const query = this.rotate(project("q_proj"), config.heads);
    const key = this.rotate(project("k_proj"), config.kvHeads);
    const seen = [query, key, project("v_proj"), inputs.mask, ...(cache?.past(layer) ?? [])];
    const [mixed, ...present] = graph.ops("Attention", seen, cache ? 3 : 1, {
      q_num_heads: config.heads,
      kv_num_heads: config.kvHeads,
    });
    cache?.keep(layer, present);
    return this.linear(graph.op("Reshape", [mixed!, this.toRows]), `${prefix}.o_proj`);
  }

  private mlp(input: Value, prefix: string): Value {
    const gate = this.linear(input, `${prefix}.gate_proj`);
    const silu = this.graph.op("Mul", [gate, this.graph.op("Sigmoid", [gate])]);
    const gated = this.graph.op("Mul", [silu, this.linear(input, `${prefix}.up_proj`)]);
    return this.linear(gated, `${prefix}.down_proj`);
  }

  embed(): Value {
    const flat = this.graph.op("Reshape", [this.inputs.tokens, this.graph.ints("shape.flat", [-1])]);
    return this.graph.op("Gather", [this.embedding, flat], { axis: 0 });
  }

  block(layer: number, hidden: Value): Value {
    const prefix = `model.layers.${layer}`;
    const attended = this.graph.op("Add", [
      hidden,
      this.attention(this.norm(hidden, `${prefix}.input_layernorm`), layer, `${prefix}.self_attn`),
    ]);
    const fed = this.mlp(this.norm(attended, `${prefix}.post_attention_layernorm`), `${prefix}.mlp`);
    return this.graph.op("Add", [attended, fed]);
  }

  finish(hidden: Value): Value {
    return this.norm(hidden, "model.norm");
  }

  /** The output matrix [vocabulary, width]. */
  output(): Value {
    return this.config.tiedEmbeddings ? this.embedding : this.weight("lm_head.weight");
  }
}
