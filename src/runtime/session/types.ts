// The session: the only state besides the store. It says where relative paths start, who shows progress and charts,
// what interrupts a run, and holds the models that are open.
import type { Checkpoint, Dtype } from "../models/types.js";
import type { Device, Engine, Planner } from "../engine/types.js";
import type { Named, Place } from "../errors/index.js";
import type { Evaluation } from "../results/evaluation.js";
import type { Generation } from "../results/generation.js";
import type { Chart } from "../results/chart.js";

/** model smol = "source" { device …, system … } */
export interface ModelSpec extends Named {
  readonly source: string;
  readonly device?: Device | "auto";
  readonly dtype?: Dtype;
  readonly system?: string;
}

/** A declared model; nothing is read until something needs it. */
export interface Model {
  readonly kind: "model";
  readonly name: string;
  readonly source: string;
  readonly device: Device | "auto";
  /** What its weights are rounded to. */
  readonly dtype: Dtype;
  /** The system message of chat prompts; null: the template's own default. */
  readonly system: string | null;
  readonly place?: Place | undefined;
  /** Reads the files' headers, configuration, tokenizer and template, once per session; no weights. */
  plan(): Promise<PlannedModel>;
  /** Opens the files and the engine, once per session. */
  open(): Promise<OpenModel>;
}

export interface OpenModel extends PlannedModel {
  readonly engine: Engine;
  /** The same model with its weights as they are, in an engine of its own that ends with the work. */
  withFull<T>(work: (full: OpenModel) => Promise<T>): Promise<T>;
}

/** A model as far as it is known without its weights. */
export interface PlannedModel {
  readonly checkpoint: Checkpoint;
  readonly engine: Planner;
  readonly dtype: Dtype;
  /** The weights in words: as the checkpoint calls them, and what they are rounded to: "BF16", "BF16 as q8". */
  readonly weights: string;
  /** The same model with its weights as they are; null where they are. */
  readonly full: PlannedModel | null;
}

export interface Progress {
  /** What is being done, e.g. "curve: measure delight on Delight". The same task updates in place. */
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly unit: "bytes" | "passes" | "items" | "tensors" | "tokens" | "layers";
}

/** Where a front end (terminal, notebook) takes what the runtime has to show. */
export interface Sink {
  progress(event: Progress): void;
  /** A sentence the person should see (a fallback, something out of the ordinary). */
  notice(text: string): void;
  evaluated(evaluation: Evaluation): Promise<void> | void;
  generated(generation: Generation): Promise<void> | void;
  charted(chart: Chart): Promise<void> | void;
  saved(file: { readonly path: string; readonly what: string }): Promise<void> | void;
}

export interface Session {
  /** Absolute folder that relative input paths are taken from. */
  readonly base: string;
  /** Absolute folder that `save` writes relative paths to. */
  readonly out: string;
  /** Whether `save` writes into this folder only. */
  readonly confined: boolean;
  readonly sink: Sink;
  readonly signal: AbortSignal;
}

// session/index.ts exports: currentSession(), configureSession(partial), closeSession() (ends engines), located(at, work)
