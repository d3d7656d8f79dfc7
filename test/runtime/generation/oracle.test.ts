// Continuations against transformers, token for token: greedy and sampled, unsteered and steered by PyTorch hooks that act in
// every pass (oracle.json, made by oracle.py; the smallest gap between a choice and another one stands with each text, and
// texts in which rounding could decide are left out).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { GenerateSpec } from "../../../src/runtime/generation/specs.js";
import type { Operator } from "../../../src/runtime/steering/types.js";
import { generate } from "../../../src/runtime/generation/index.js";
import { findSmolLM2 } from "../../../src/runtime/models/index.js";
import { closeSession, configureSession, model, silentSink } from "../../../src/runtime/session/index.js";
import { load, writeSafetensors } from "../../../src/runtime/vectors/index.js";
import { skip } from "../../skip.js";

interface Case {
  readonly prompt: string;
  readonly format: "plain" | "chat";
  readonly layers: readonly number[];
  readonly norm: number;
  readonly operator: Operator;
  readonly where: "from prompt end" | "everywhere";
  readonly tokens: number;
  readonly multiplier: number;
  readonly temperature?: number;
  readonly top?: number;
  readonly seed?: number;
  readonly chosen: readonly number[];
}
const oracle = JSON.parse(readFileSync(new URL("oracle.json", import.meta.url), "utf8")) as {
  readonly nano: readonly Case[];
  readonly smollm2: readonly Case[];
};

/** norm * unit(sin((i + 1) * (layer + 1))), as oracle.py makes it. */
function direction(layer: number, norm: number, width: number): Float32Array {
  const values = Array.from({ length: width }, (_, i) => Math.sin((i + 1) * (layer + 1)));
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (norm * value) / length);
}

const places = {
  nano: fileURLToPath(new URL("../../../models/nano", import.meta.url)),
  smollm2: await findSmolLM2(),
};
const folder = mkdtempSync(join(tmpdir(), "steerlab-oracle-"));
const before = process.env["STEERLAB_STORE"];
test.before(() => {
  process.env["STEERLAB_STORE"] = "off";
  configureSession({ base: folder, sink: silentSink, signal: new AbortController().signal });
});
test.after(async () => {
  await closeSession();
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env["STEERLAB_STORE"];
  else process.env["STEERLAB_STORE"] = before;
});

for (const [name, cases] of Object.entries(oracle) as [keyof typeof oracle, readonly Case[]][])
  test(`${name}: ${cases.length} continuations, token for token`, async () => {
    const source = places[name];
    if (!source) return skip(`continuations of ${name}; the model is not here`);
    const of = model({ name, source });
    const { config } = (await of.plan()).checkpoint;
    const vectorFile = join(folder, `${name}.safetensors`);
    const { layers, norm } = cases[0]!;
    const tensors = layers.map(
      (layer) => [`layer.${layer}`, direction(layer, norm, config.hiddenSize)] as const,
    );
    writeFileSync(vectorFile, writeSafetensors({ tensors: new Map(tensors), metadata: {} }));
    const vector = load({ name: "v", path: vectorFile, model: of });

    // Cases that differ only in their multiplier are asked for together: their texts grow side by side.
    const groups = new Map<string, Case[]>();
    for (const one of cases) {
      const key = JSON.stringify({ ...one, multiplier: null, chosen: null, gap: null });
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    for (const together of groups.values()) {
      const one = together[0]!;
      const { temperature, top, seed } = one;
      const spec: GenerateSpec = {
        name: "g",
        prompts: [one.prompt],
        model: of,
        vectors: [vector],
        layers: one.layers,
        multipliers: together.map(({ multiplier }) => multiplier),
        apply: { operator: one.operator, where: { kind: one.where } },
        format: one.format,
        tokens: one.tokens,
        ...(temperature !== undefined && top !== undefined && seed !== undefined
          ? { sample: { temperature, top, seed } }
          : {}),
      };
      const { texts, receipt } = await generate(spec);
      for (const { multiplier, chosen } of together) {
        const text = texts.find((found) => found.multiplier === multiplier)!;
        assert.equal(text.tokens, chosen, `${one.prompt} × ${multiplier} ${one.operator} ${one.where}`);
      }
      const steered = together.some(({ multiplier }) => multiplier !== 0);
      assert.is(receipt.check?.passed ?? null, steered ? true : null);
    }
  });

test.run();
