// Declared models, and the ones that are open. A model is opened once per session however often it is declared.
import { chooseDevice, openEngine, planner, type EngineOptions } from "../engine/index.js";
import { fail } from "../errors/index.js";
import { graphVersion } from "../graph/index.js";
import { openCheckpoint, weightsAs } from "../models/index.js";
import type { Checkpoint } from "../models/types.js";
import { currentSession, located, placeOf } from "./session.js";
import type { Model, OpenModel, PlannedModel, Progress, ModelSpec } from "./types.js";

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

/** What a model is opened with besides its files. */
type Opening = Pick<Model, "device" | "dtype">;

const engineOptions = ({ sha256 }: Checkpoint, { device, dtype }: Opening): EngineOptions => ({
  device: chooseDevice(device),
  key: dtype === "fp32" ? sha256 : `${sha256}-${dtype}`,
});

/** What numbers depend on besides the texts: weights and what they are rounded to, graph, device, runtime, machine. */
export const engineKey = ({ checkpoint, dtype, engine }: PlannedModel): readonly string[] => [
  checkpoint.sha256,
  graphVersion,
  engine.device,
  engine.runtimeVersion,
  engine.machine,
  ...(dtype === "fp32" ? [] : [dtype]),
];

function planned(checkpoint: Checkpoint, opening: Opening): PlannedModel {
  const { dtype } = opening;
  return {
    checkpoint,
    engine: planner(checkpoint.config, engineOptions(checkpoint, opening)),
    dtype,
    weights: dtype === "fp32" ? checkpoint.dtype : `${checkpoint.dtype} as ${dtype}`,
    full: dtype === "fp32" ? null : planned(checkpoint, { ...opening, dtype: "fp32" }),
  };
}

const planOf = async (source: string, opening: Opening): Promise<PlannedModel> =>
  planned(await checkpointOf(source), opening);

async function opened(checkpoint: Checkpoint, opening: Opening): Promise<OpenModel> {
  const { sink, signal } = currentSession();
  const watch = {
    signal,
    onProgress: (event: Progress) => sink.progress(event),
    onNotice: (text: string) => sink.notice(text),
  };
  const weights = await weightsAs(checkpoint, opening.dtype, watch);
  const engine = await openEngine(weights, checkpoint.config, engineOptions(checkpoint, opening));
  return {
    ...planned(checkpoint, opening),
    engine,
    async withFull(work) {
      const full = await opened(checkpoint, { ...opening, dtype: "fp32" });
      try {
        return await work(full);
      } finally {
        await full.engine.close();
      }
    },
  };
}

async function openOnce(source: string, opening: Opening): Promise<OpenModel> {
  const checkpoint = await checkpointOf(source);
  const { device, dtype } = opening;
  return once(open, JSON.stringify([checkpoint.sha256, device, dtype]), () => opened(checkpoint, opening));
}

/** Declares a model: a folder, a .gguf file or a hub id. Nothing is read until something needs it. */
export function model(spec: ModelSpec): Model {
  if (spec.source.trim() === "") fail("E301", { source: spec.source }, { place: placeOf(spec.at) });
  const { device = "auto", dtype = "fp32" } = spec;
  return {
    kind: "model",
    name: spec.name,
    source: spec.source,
    device,
    dtype,
    system: spec.system ?? null,
    place: placeOf(spec.at),
    plan: () => located(spec.at, () => planOf(spec.source, { device, dtype })),
    open: () => located(spec.at, () => openOnce(spec.source, { device, dtype })),
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
