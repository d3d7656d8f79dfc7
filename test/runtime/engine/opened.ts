// Opens the engine on a tiny checkpoint for a test, and cleans up after it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine, type Engine, type EngineOptions } from "../../../src/runtime/engine/index.js";
import { openCheckpoint, readyWeights, type ModelConfig } from "../../../src/runtime/models/index.js";
import { tinyLlama, type TinyOptions } from "../../models/tiny.js";

export async function withEngine(
  tiny: TinyOptions,
  work: (engine: Engine, config: ModelConfig) => Promise<void>,
  options: Partial<EngineOptions> = {},
): Promise<void> {
  const folder = await tinyLlama(tiny);
  const cache = await mkdtemp(join(tmpdir(), "steerlab-cache-"));
  const before = process.env.STEERLAB_CACHE;
  process.env.STEERLAB_CACHE = cache;
  let engine: Engine | null = null;
  try {
    const checkpoint = await openCheckpoint(folder, { base: folder });
    engine = await openEngine(await readyWeights(checkpoint, {}), checkpoint.config, {
      device: "cpu",
      ...options,
    });
    await work(engine, checkpoint.config);
  } finally {
    await engine?.close();
    if (before === undefined) delete process.env.STEERLAB_CACHE;
    else process.env.STEERLAB_CACHE = before;
    await rm(folder, { recursive: true, force: true });
    await rm(cache, { recursive: true, force: true });
  }
}
