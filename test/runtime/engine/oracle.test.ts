// The engine against transformers and PyTorch hooks on the same generated checkpoints (oracle.json, made by oracle.ts).
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Engine, Reading, Sequence } from "../../../src/runtime/engine/index.js";
import { withEngine } from "./opened.js";
import { direction, from, layer, operators, tokens, variants } from "./variants.js";

interface Numbers {
  readonly last_logits: number[];
  readonly last_log_probs: number[];
  readonly residuals_at_3: number[][];
  readonly steered_last_logits: Record<string, number[]>;
}
const oracle = JSON.parse(readFileSync(new URL("oracle.json", import.meta.url), "utf8")) as Record<
  string,
  Numbers
>;

const ids = Array.from({ length: 16 }, (_, i) => i);
const last = tokens.length - 1;

function close(got: Reading, expected: readonly number[], what: string): void {
  expected.forEach((value, i) =>
    assert.ok(
      Math.abs((got as Float32Array)[i]! - value) < 2e-5,
      `${what}[${i}]: ${String(got[i])} for ${value}`,
    ),
  );
}

async function readings(
  engine: Engine,
  directionTable: Float32Array[],
  sequences: Sequence[],
): Promise<readonly (readonly Reading[])[]> {
  for await (const group of engine.run(directionTable, [{ key: "all", sequences }])) return group.readings;
  throw new Error("no readings");
}

for (const [name, options] of Object.entries(variants)) {
  test(`${name}: logits, log-probs and residual streams equal transformers'`, () =>
    withEngine(options, async (engine, config) => {
      const layers = Array.from({ length: config.layers }, (_, i) => i);
      const reads: Sequence["reads"] = [
        { kind: "logits", at: last, ids },
        { kind: "log-probs", at: last, ids },
        { kind: "residual", at: 3, layers },
        { kind: "vocabulary", at: last },
      ];
      const [[logits, logProbs, residual, vocabulary] = []] = await readings(
        engine,
        [],
        [{ tokens, steered: null, reads }],
      );
      close(logits!, oracle[name]!.last_logits, "logit");
      close(logProbs!, oracle[name]!.last_log_probs, "log-prob");
      assert.is(vocabulary!.length, config.vocabulary);
      close(vocabulary!, oracle[name]!.last_logits, "vocabulary");
      for (const l of layers)
        close((residual as Float32Array[])[l]!, oracle[name]!.residuals_at_3[l]!, `layer ${l}`);
    }));

  test(`${name}: steered logits equal those of PyTorch hooks`, () =>
    withEngine(options, async (engine, config) => {
      const v = direction(config.hiddenSize);
      const norm = Math.hypot(...v);
      const steered = tokens.map((_, i) => i).filter((i) => i >= from);
      const sequences = Object.values(operators).map(({ add, ablate }): Sequence => ({
        tokens,
        steered: { tokens: steered, terms: [{ layer, direction: 0, add: add * norm, ablate }] },
        reads: [{ kind: "logits", at: last, ids }],
      }));
      const got = await readings(engine, [v.map((x) => x / norm)], sequences);
      Object.keys(operators).forEach((operator, i) =>
        close(got[i]![0]!, oracle[name]!.steered_last_logits[operator]!, operator),
      );
    }));
}

test.run();
