// The public API, as a table of contents. Compiled programs call these functions, and TypeScript cells may call them too.

// What a program declares
export { model } from "./runtime/session/models.js"; // (spec: ModelSpec) => Model
export { concept, concepts, fetched, publishedSets } from "./runtime/concepts/index.js"; // fetched: what is on the hub, first
export { shift, BASE, SYS_POS, SYS_NEG, USER_POS, USER_NEG } from "./runtime/concepts/index.js";
export { extract, extractEach, combine, unit, without, randomLike } from "./runtime/vectors/index.js";
export { load, save } from "./runtime/vectors/index.js"; // save: (spec: SaveSpec) => Promise<string>

// What it asks
export { measure, planMeasure, namesOf } from "./runtime/evaluation/index.js"; // (spec: MeasureSpec) => Promise<Evaluation>
export { klByLayer } from "./runtime/analyses/kl-by-layer.js";
export { logitLens } from "./runtime/analyses/logit-lens.js";
export { chart, rowsFrame, itemsFrame, summaryFrame, table } from "./runtime/report/index.js"; // (spec: ChartSpec) => Promise<Chart>
export { generate, planGenerate } from "./runtime/generation/index.js"; // (spec: GenerateSpec) => Promise<Generation>

// What is computed from finished evaluations
export * from "./runtime/evaluation/measures/index.js"; // pure functions of rows, items and summaries

// What vectors say before any steering, for the charts `diagnostics` and `cosine by shift distance`
export { diagnose, type DiagnoseSpec } from "./runtime/analyses/diagnose.js"; // (spec) => Promise<Diagnosis>

// The paper's numbers, for the same charts
export { published, publishedModels, figureConcepts } from "./runtime/paper/published-numbers.js"; // published("Llama-2-7b-chat")

// Session and failures
export { configureSession, currentSession, closeSession } from "./runtime/session/index.js";
export { SteerError } from "./runtime/errors/index.js";

export type * from "./runtime/declarations.js";
export type { Concept, ConceptSet, ContrastPair, Shift, Where } from "./runtime/concepts/types.js";
export type { Vector, VectorSet, Directions } from "./runtime/vectors/types.js";
export type { Evaluation, Item, Receipt, Row, Summary } from "./runtime/results/evaluation.js";
export type { ChartKind } from "./runtime/report/chart-kinds.js";
export type { Chart, Source } from "./runtime/results/chart.js";
export type { Published } from "./runtime/results/published.js";
export type { Diagnosis, DiagnosisLine } from "./runtime/results/diagnosis.js";
export type { GeneratedText, Generation, GenerationReceipt } from "./runtime/results/generation.js";
export type { Model, OpenModel, Progress, Session, Sink } from "./runtime/session/types.js";
