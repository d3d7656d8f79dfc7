// Where an extraction reads, shown on a text: the positive text of its first training pair, token by token.
import { tokensOf } from "../../concepts/index.js";
import type { MarkedToken } from "../../concepts/types.js";
import { encodeTraining } from "./extract.js";
import type { Vector } from "../types.js";

/** Null for a vector that is not extracted itself: combined, random, or from a file. Runs nothing; throws what an extraction throws for its texts. */
export async function readExample({ expression, model }: Vector): Promise<MarkedToken[] | null> {
  if (expression.kind !== "extract") return null;
  const planned = await model.plan();
  const encoded = encodeTraining(expression, planned, model.system)[0]!;
  const reads = new Set(tokensOf(expression.read, encoded, "positive", "read"));
  return encoded.positive.map((id, at) => ({
    text: planned.checkpoint.tokenizer.piece(id),
    read: reads.has(at),
    steered: false,
  }));
}
