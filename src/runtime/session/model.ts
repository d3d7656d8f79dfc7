// Declared models, and the ones that are open. A model is opened once per session however often it is declared.
import type { ModelSpec } from "../declarations.js";
import { chooseDevice, openEngine, planner, type EngineOptions } from "../engine/index.js";
import { fail } from "../errors/index.js";
import { openCheckpoint, readyWeights } from "../models/index.js";
import type { Checkpoint } from "../models/types.js";
import { currentSession, located, placeOf } from "./session.js";
import type { Model, OpenModel, PlannedModel } from "./types.js";

const checkpoints = new Map<string, Promise<Checkpoint>>();
const open = new Map<string, Promise<OpenModel>>();

/** Remembers what `make` gives under this key; a failure is not remembered. */
function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before) return before;
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}

/** The files of a source: headers, configuration, tokenizer, template; no weights. */
function checkpointOf(source: string): Promise<Checkpoint> {
  const { base, sink, signal } = currentSession();
  return once(checkpoints, JSON.stringify([base, source]), () =>
    openCheckpoint(source, {
      base,
      signal,
      onProgress: (event) => sink.progress(event),
      onNotice: (text) => sink.notice(text),
    }),
  );
}

const engineOptions = ({ sha256 }: Checkpoint, device: Model["device"]): EngineOptions => ({
  device: chooseDevice(device),
  key: sha256,
});

async function planOf(source: string, device: Model["device"]): Promise<PlannedModel> {
  const checkpoint = await checkpointOf(source);
  return { checkpoint, engine: planner(checkpoint.config, engineOptions(checkpoint, device)) };
}

async function openOnce(source: string, device: Model["device"]): Promise<OpenModel> {
  const checkpoint = await checkpointOf(source);
  return once(open, JSON.stringify([checkpoint.sha256, device]), async () => {
    const { sink, signal } = currentSession();
    const weights = await readyWeights(checkpoint, { signal, onProgress: (event) => sink.progress(event) });
    const engine = await openEngine(weights, checkpoint.config, engineOptions(checkpoint, device));
    return { checkpoint, engine };
  });
}

/** Declares a model: a folder, a .gguf file or a hub id. Nothing is read until something needs it. */
export function model(spec: ModelSpec): Model {
  if (spec.source.trim() === "") fail("E301", { source: spec.source }, { place: placeOf(spec.at) });
  const device = spec.device ?? "auto";
  return {
    kind: "model",
    name: spec.name,
    source: spec.source,
    device,
    system: spec.system ?? null,
    place: placeOf(spec.at),
    plan: () => located(spec.at, () => planOf(spec.source, device)),
    open: () => located(spec.at, () => openOnce(spec.source, device)),
  };
}

/** Ends all engines; models open again when they are needed. */
export async function closeSession(): Promise<void> {
  const models = [...open.values()];
  open.clear();
  checkpoints.clear();
  for (const one of await Promise.allSettled(models))
    if (one.status === "fulfilled") await one.value.engine.close();
}
