// A session with the tiny checkpoint as its model and a cache of its own, for tests that run from end to end.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PairSpec } from "../../../src/runtime/concepts/specs.js";
import { closeSession, configureSession, model, silentSink } from "../../../src/runtime/session/index.js";
import type { Model, Progress } from "../../../src/runtime/session/types.js";
import { tinyLlama, type TinyOptions } from "../../models/tiny.js";

export interface TinySession {
  readonly tiny: Model;
  /** Folder of the session: files are read from it and written to it. */
  readonly folder: string;
  readonly notices: string[];
  readonly progress: Progress[];
  readonly saved: string[];
  close(): Promise<void>;
}

export async function tinySession(options: TinyOptions = {}): Promise<TinySession> {
  const folder = await tinyLlama(options);
  const cache = await mkdtemp(join(tmpdir(), "steerlab-cache-"));
  const before = process.env["STEERLAB_CACHE"];
  process.env["STEERLAB_CACHE"] = cache;
  const notices: string[] = [];
  const progress: Progress[] = [];
  const saved: string[] = [];
  configureSession({
    base: folder,
    out: folder,
    signal: new AbortController().signal,
    sink: {
      ...silentSink,
      notice: (text) => void notices.push(text),
      progress: (event) => void progress.push(event),
      saved: ({ path }) => void saved.push(path),
    },
  });
  return {
    tiny: model({ name: "tiny", source: folder }),
    folder,
    notices,
    progress,
    saved,
    async close() {
      await closeSession();
      if (before === undefined) delete process.env["STEERLAB_CACHE"];
      else process.env["STEERLAB_CACHE"] = before;
      await rm(folder, { recursive: true });
      await rm(cache, { recursive: true, force: true });
    },
  };
}

/** Pairs whose answers are one token each for the tiny tokenizer. */
export const tinyPairs = (count: number): PairSpec[] =>
  Array.from({ length: count }, (_, i) => ({
    prompt: `Film ${String.fromCharCode(97 + i)} is`,
    positive: [" good", " great", " wonderful"][i % 3]!,
    negative: [" bad", " terrible", " awful"][i % 3]!,
  }));
