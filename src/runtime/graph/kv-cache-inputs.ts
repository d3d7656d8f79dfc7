// The key/value cache as graph inputs and outputs: keys (after their rotation) and values of the tokens before this pass.
// A pass with a cache computes only its own tokens; each sees of the cache what the mask shows it.
import type { ModelConfig } from "../models/types.js";
import type { GraphBuilder, Value } from "./builder.js";

export const pastNames = (layer: number): readonly [key: string, value: string] => [
  `past.${layer}.key`,
  `past.${layer}.value`,
];
export const presentNames = (layer: number): readonly [key: string, value: string] => [
  `present.${layer}.key`,
  `present.${layer}.value`,
];

/** Inputs past.L.key, past.L.value [rows, kvHeads, past, headSize]; outputs present.L.* with this pass's tokens behind them. */
export class KeyValueCache {
  constructor(
    private readonly graph: GraphBuilder,
    private readonly config: Pick<ModelConfig, "kvHeads" | "headSize">,
  ) {}

  private shape(length: string): (string | number)[] {
    return ["rows", this.config.kvHeads, length, this.config.headSize];
  }

  past(layer: number): Value[] {
    return pastNames(layer).map((name) => this.graph.input(name, "float", this.shape("past")));
  }

  keep(layer: number, present: readonly Value[]): void {
    presentNames(layer).forEach((name, i) =>
      this.graph.output(name, present[i]!, "float", this.shape("seen")),
    );
  }
}
