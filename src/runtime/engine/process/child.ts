// The engine process: holds the ONNX Runtime session and runs passes, one message at a time.
// ONNX Runtime's run() blocks its thread; here it blocks nobody, and the process may be killed in the middle.
import { basename } from "node:path";
import type { InferenceSession, OnnxValue } from "onnxruntime-node";
import { buildGraph, residualName } from "../../graph/index.js";
import { TextCache, cacheOutputs } from "./kv-cache.js";
import { disturbanceSeed, disturbed } from "./test-disturbance.js";
import { feedsOf } from "./feeds.js";
import type { Answer, Request } from "./engine-messages.js";
import { ort } from "./onnx-runtime.js";
import type { Pass, PassResult } from "../passes/pass.js";

type Opening = Extract<Request, { kind: "open" }>;

/** A session on the weights. The one with a key/value cache is for texts that grow; both read the same mapped files. */
async function sessionOf(opening: Opening, cache: boolean): Promise<InferenceSession> {
  const { config, weights, steering, device, threads } = opening;
  const { bytes, folder } = buildGraph(config, weights, { steering, cache });
  return ort.InferenceSession.create(bytes, {
    executionProviders: [device],
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
    extra: {
      session: {
        model_external_initializers_file_folder_path: folder,
        // fp32 weights are read from the mapped file; packing would copy them. Blocks of whole numbers are packed: it
        // copies them, which they are small enough for, and halves the time of a pass. The numbers are the same.
        disable_prepacking: weights.packed.size ? "0" : "1",
        // Threads that wait give the processor away: two runs on one machine, or a notebook beside a run, else fight for it.
        intra_op: { allow_spinning: "0" },
      },
    },
  });
}

type Feeds = Record<string, OnnxValue>;

/** What a session is asked besides the pass itself: the cache that goes in, and what comes out besides the readings. */
interface Extra {
  readonly feeds: Feeds;
  readonly outputs: readonly string[];
  readonly use: (outputs: Feeds) => void;
}
const nothing: Extra = { feeds: {}, outputs: [], use: () => {} };

const seed = disturbanceSeed();

const finite = (values: Float32Array): boolean => values.every(Number.isFinite);

class Opened {
  private directionTable: Float32Array = new Float32Array();
  private growing: Promise<InferenceSession> | null = null;
  private cache: TextCache | null = null;

  constructor(
    private readonly opening: Opening,
    private readonly measuring: InferenceSession,
  ) {}

  private feeds(session: InferenceSession, pass: Pass, extra: Extra): Feeds {
    const known = new Set(session.inputNames);
    const feeds = { ...feedsOf(ort, pass, this.directionTable, this.opening.config), ...extra.feeds };
    return Object.fromEntries(Object.entries(feeds).filter(([name]) => known.has(name)));
  }

  /** The first layer after which the stream is no longer finite, at the rows that were read; -1 when it is the logits alone. */
  private async firstBadLayer(session: InferenceSession, pass: Pass, extra: Extra): Promise<number> {
    const layers = Array.from({ length: this.opening.config.layers }, (_, layer) => layer);
    const tapRows = Int32Array.from([...pass.logitRows, ...pass.vocabularyRows, ...pass.tapRows]);
    const outputs = await session.run(
      this.feeds(session, { ...pass, tapRows }, extra),
      layers.map(residualName),
    );
    return layers.findIndex((layer) => !finite(outputs[residualName(layer)]!.data as Float32Array));
  }

  private async pass(session: InferenceSession, pass: Pass, extra: Extra): Promise<Answer> {
    const started = performance.now();
    const outputs = await session.run(this.feeds(session, pass, extra), [
      "logits",
      "normaliser",
      ...(pass.vocabulary ? ["vocabulary"] : []),
      ...pass.tapLayers.map(residualName),
      ...extra.outputs,
    ]);
    const data = (name: string): Float32Array => {
      const values = outputs[name]!.data as Float32Array;
      return seed === null ? values : disturbed(values, seed);
    };
    const result: PassResult = {
      logits: data("logits"),
      logSumExp: data("normaliser"),
      vocabulary: pass.vocabulary ? data("vocabulary") : new Float32Array(),
      taps: pass.tapLayers.map((layer) => data(residualName(layer))),
      milliseconds: performance.now() - started,
    };
    if (![result.logits, result.logSumExp, result.vocabulary, ...result.taps].every(finite))
      return { kind: "not finite", layer: await this.firstBadLayer(session, pass, extra) };
    extra.use(outputs);
    return { kind: "ran", result };
  }

  direct(directionTable: Float32Array): void {
    this.directionTable = directionTable;
  }

  run(pass: Pass): Promise<Answer> {
    return this.pass(this.measuring, pass, nothing);
  }

  private async cached(
    pass: Pass,
    planted: boolean,
    use: (cache: TextCache, outputs: Feeds) => void,
  ): Promise<Answer> {
    const { config } = this.opening;
    const cache = (this.cache ??= new TextCache(config));
    const session = await (this.growing ??= sessionOf(this.opening, true));
    const feeds = cache.feeds(ort, planted);
    return this.pass(session, pass, {
      feeds,
      outputs: cacheOutputs(config),
      use: (outputs) => use(cache, outputs),
    });
  }

  plant({ pass, texts }: Extract<Request, { kind: "plant" }>): Promise<Answer> {
    return this.cached(pass, false, (cache, outputs) => cache.plant(outputs, pass.length, texts));
  }

  grow({ pass, rows }: Extract<Request, { kind: "grow" }>): Promise<Answer> {
    this.cache?.keep(rows);
    return this.cached(pass, true, (cache, outputs) => cache.grow(outputs));
  }

  async keep(file: string, id: string): Promise<void> {
    await (this.cache ?? raise()).keepIn(file, id);
  }

  async take(file: string, id: string): Promise<void> {
    this.cache = await TextCache.from(file, id, this.opening.config);
  }

  clear(): void {
    this.cache = null;
  }
}

let opened: Opened | null = null;
/** The parent opens before it asks anything else. */
const there = (): Opened => opened ?? raise();
function raise(): never {
  throw new Error("no model is open");
}

const handlers: {
  readonly [K in Request["kind"]]: (request: Extract<Request, { kind: K }>) => Promise<Answer>;
} = {
  async open(request) {
    opened = new Opened(request, await sessionOf(request, false));
    return { kind: "opened" };
  },
  async directionTable({ directionTable }) {
    there().direct(directionTable);
    return { kind: "banked" };
  },
  run: async ({ pass }) => there().run(pass),
  plant: async (request) => there().plant(request),
  grow: async (request) => there().grow(request),
  async "keep cache"({ file, id }) {
    await there().keep(file, id);
    return { kind: "kept" };
  },
  async "take cache"({ file, id }) {
    await there().take(file, id);
    return { kind: "kept" };
  },
  async clear() {
    there().clear();
    return { kind: "cleared" };
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
