// The steering term after a block: h <- h + (add - ablate * (u . h)) * u, one direction u of the direction table per token and layer.
// Layers, tokens, directions and strengths are inputs: one session serves every experiment. Row 0 of the direction table is zero.
import type { GraphBuilder, Value } from "./builder.js";

/** The steering inputs of a graph, for `width` H: directionTable [directions, H], index and strengths [layers, tokens]. */
export class Steering {
  private readonly directionTable: Value;
  private readonly index: Value;
  private readonly add: Value;
  private readonly ablate: Value;

  constructor(
    private readonly graph: GraphBuilder,
    layers: number,
    width: number,
  ) {
    this.directionTable = graph.input("directionTable", "float", ["directions", width]);
    this.index = graph.input("index", "int64", [layers, "tokens"]);
    this.add = graph.input("add", "float", [layers, "tokens"]);
    this.ablate = graph.input("ablate", "float", [layers, "tokens"]);
    graph.ints("axis.last", [1]);
  }

  /** hidden [tokens, H] after block `layer`, steered. */
  after(layer: number, hidden: Value): Value {
    const { graph } = this;
    const at = graph.ints(`layer.${layer}`, [layer], []);
    const row = (table: Value): Value => graph.op("Gather", [table, at], { axis: 0 });
    const column = (table: Value): Value => graph.op("Unsqueeze", [row(table), "axis.last"]);
    const unit = graph.op("Gather", [this.directionTable, row(this.index)], { axis: 0 });
    const projection = graph.op("ReduceSum", [graph.op("Mul", [unit, hidden]), "axis.last"], { keepdims: 1 });
    const removed = graph.op("Mul", [column(this.ablate), projection]);
    const strength = graph.op("Sub", [column(this.add), removed]);
    return graph.op("Add", [hidden, graph.op("Mul", [strength, unit])]);
  }
}
