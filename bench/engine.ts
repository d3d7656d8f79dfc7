// npm run bench: this engine against itself with sharing off, and a plain pass against bare ONNX Runtime.
import { ort } from "../src/runtime/engine/process/onnx-runtime.js";
import { availableParallelism } from "node:os";
import { openEngine, type Engine, type Group, type Packing } from "../src/runtime/engine/index.js";
import { feedsOf } from "../src/runtime/engine/process/feeds.js";
import { planPasses } from "../src/runtime/engine/passes/pack.js";
import { buildGraph } from "../src/runtime/graph/index.js";
import { findSmolLM2, openCheckpoint, readyWeights } from "../src/runtime/models/index.js";
import { memoryOf, sideBySide } from "./measure.js";
import { allLayers, item, plainText, question, scores } from "./work.js";

const source = process.argv[2] ?? findSmolLM2();
if (!source) {
  console.error("No model: give a folder or .gguf file as argument, or run `npm run fetch:smollm2` first.");
  process.exit(1);
}
const checkpoint = await openCheckpoint(source, { base: process.cwd() });
const weights = await readyWeights(checkpoint, {});
const { config } = checkpoint;
const engine = await openEngine(weights, config, { device: "cpu" });
const unit = Float32Array.from({ length: config.hiddenSize }, (_, i) => (i === 7 ? 1 : 0));
const alone: Partial<Packing> = { sharing: false, together: false };

async function run(on: Engine, group: Group, packing: Partial<Packing> = {}): Promise<number[]> {
  for await (const { readings } of on.run([unit], [group], { packing }))
    return readings.flatMap((reads) => reads.flatMap((read) => [...(read as Float32Array)]));
  return [];
}
const largest = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

console.log(
  `${checkpoint.config.layers} layers of width ${config.hiddenSize}, ${checkpoint.dtype}, ${availableParallelism()} threads`,
);
console.log("Sharing on against one row per multiplier x answer, batch 1; medians, milliseconds\n");
console.log(
  "score       work                 rows  tokens unshared -> shared      unshared    shared   ratio   largest difference",
);
const asked = question(checkpoint.tokenizer);
const works = {
  "7-point curve": [Math.floor(config.layers / 2)],
  [`${config.layers}-layer sweep`]: allLayers(config),
};
for (const [score, reads] of Object.entries(scores))
  for (const [name, layers] of Object.entries(works)) {
    const group = item(asked, layers, reads);
    const cost = engine.cost([group]);
    const unsharedTokens = engine.cost([group], { packing: alone }).tokens;
    const rounds = layers.length > 1 ? 1 : 5;
    const [shared, unshared] = await sideBySide(
      () => run(engine, group),
      () => run(engine, group, alone),
      rounds,
    );
    console.log(
      [
        score.padEnd(11),
        name.padEnd(18),
        String(cost.rowsUnshared).padStart(6),
        `${unsharedTokens} -> ${cost.tokens}`.padStart(28),
        unshared.milliseconds.toFixed(0).padStart(14),
        shared.milliseconds.toFixed(0).padStart(9),
        `${(unshared.milliseconds / shared.milliseconds).toFixed(1)}x`.padStart(8),
        largest(shared.result, unshared.result).toExponential(1).padStart(12),
      ].join(" "),
    );
  }

// A plain pass against the runtime itself: the same graph without steering inputs, in this process, default settings.
const { bytes, folder } = buildGraph(config, weights, { steering: false });
const bare = await ort.InferenceSession.create(bytes, {
  executionProviders: ["cpu"],
  logSeverityLevel: 3,
  extra: { session: { model_external_initializers_file_folder_path: folder } },
});
const plain = plainText(150);
const limits = { tokens: 1024, sharing: true, together: true, rows: 1, vocabularyRows: 1 };
const [planned] = planPasses([plain], limits);
const feeds = feedsOf(ort, planned!.pass, new Float32Array(config.hiddenSize), config);
const used = Object.fromEntries(Object.entries(feeds).filter(([input]) => bare.inputNames.includes(input)));
const [ours, theirs] = await sideBySide(
  () => run(engine, plain),
  async () => [...((await bare.run(used, ["logits"])).logits!.data as Float32Array)],
  9,
);
console.log(
  `\nA plain pass over 150 tokens: ${ours.milliseconds.toFixed(0)} ms; bare ONNX Runtime ${theirs.milliseconds.toFixed(0)} ms; ratio ${(ours.milliseconds / theirs.milliseconds).toFixed(2)}`,
);

const child = Reflect.get(Reflect.get(engine, "process") as object, "child") as { pid: number };
const memory = memoryOf(child.pid);
console.log(
  memory
    ? `Memory of the engine process: ${memory.anonymous.toFixed(0)} MiB private; with the mapped weights ${memory.resident.toFixed(0)} MiB resident, ${memory.peak.toFixed(0)} at its peak`
    : "Memory of the engine process: not readable on this system",
);
await engine.close();
