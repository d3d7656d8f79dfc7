// The engine process: holds the ONNX Runtime session and runs passes, one message at a time.
// ONNX Runtime's run() blocks its thread; here it blocks nobody, and the process may be killed in the middle.
import { basename } from "node:path";
import type { InferenceSession } from "onnxruntime-node";
import { buildGraph } from "../graph/index.js";
import { feedsOf } from "./feeds.js";
import type { Answer, Request } from "./messages.js";
import type { Pass, PassResult } from "./pass.js";
import { residualName } from "../graph/index.js";

const ort = await import("onnxruntime-node");

let session: InferenceSession | null = null;
let shape = { layers: 0, width: 0 };

async function open(request: Extract<Request, { kind: "open" }>): Promise<void> {
  const { bytes, folder } = buildGraph(request.config, new Map(request.tensors), {
    steering: request.steering,
  });
  session = await ort.InferenceSession.create(bytes, {
    executionProviders: [request.device],
    intraOpNumThreads: request.threads,
    logSeverityLevel: 3,
    extra: {
      session: {
        model_external_initializers_file_folder_path: folder,
        // Weights are read from the mapped file; packing would copy them.
        disable_prepacking: "1",
      },
    },
  });
  shape = { layers: request.config.layers, width: request.config.width };
}

const finite = (values: Float32Array): boolean => values.every(Number.isFinite);

/** The first layer after which the stream is no longer finite, at the rows that were read; -1 when it is the logits alone. */
async function firstBadLayer(bank: Float32Array, pass: Pass): Promise<number> {
  const layers = Array.from({ length: shape.layers }, (_, layer) => layer);
  const tapRows = Int32Array.from([...pass.logitRows, ...pass.vocabularyRows, ...pass.tapRows]);
  const feeds = feedsOf(ort, { ...pass, tapRows }, bank, shape);
  const outputs = await session!.run(feeds, layers.map(residualName));
  return layers.findIndex((layer) => !finite(outputs[residualName(layer)]!.data as Float32Array));
}

async function run(bank: Float32Array, pass: Pass): Promise<PassResult | { badLayer: number }> {
  const started = performance.now();
  const feeds = feedsOf(ort, pass, bank, shape);
  const known = new Set(session!.inputNames);
  const used = Object.fromEntries(Object.entries(feeds).filter(([name]) => known.has(name)));
  const outputs = await session!.run(used, [
    "logits",
    "normaliser",
    ...(pass.vocabulary ? ["vocabulary"] : []),
    ...pass.tapLayers.map(residualName),
  ]);
  const data = (name: string): Float32Array => outputs[name]!.data as Float32Array;
  const result: PassResult = {
    logits: data("logits"),
    normaliser: data("normaliser"),
    vocabulary: pass.vocabulary ? data("vocabulary") : new Float32Array(),
    taps: pass.tapLayers.map((layer) => data(residualName(layer))),
    milliseconds: performance.now() - started,
  };
  const good = [result.logits, result.normaliser, result.vocabulary, ...result.taps].every(finite);
  return good ? result : { badLayer: await firstBadLayer(bank, pass) };
}

let bank: Float32Array = new Float32Array();

const handlers: {
  readonly [K in Request["kind"]]: (request: Extract<Request, { kind: K }>) => Promise<Answer>;
} = {
  async open(request) {
    await open(request);
    return { kind: "opened" };
  },
  async bank(request) {
    bank = request.bank;
    return { kind: "banked" };
  },
  async run(request) {
    const result = await run(bank, request.pass);
    return "badLayer" in result ? { kind: "not finite", layer: result.badLayer } : { kind: "ran", result };
  },
};

/** File names of the machine stay out of messages, but for the last part. */
const plain = (message: string): string =>
  message.replace(/(?:[A-Za-z]:)?[\\/][^\s"':]+/g, (path) => basename(path)).trim();

process.on("message", (request: Request) => {
  const handle = handlers[request.kind] as (request: Request) => Promise<Answer>;
  handle(request).then(
    (answer) => process.send!(answer),
    (error: unknown) =>
      process.send!({
        kind: "failed",
        reason: plain(error instanceof Error ? error.message : String(error)),
      }),
  );
});
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => {}); // an interrupt is for the parent, which decides what happens to the pass
