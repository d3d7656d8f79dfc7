// What a compiled program says: one object per declaration. The language emits exactly these calls; a TypeScript cell
// may write them by hand. Every field but the name has a sensible default, filled in by the function that takes it.
export type { At } from "./errors/index.js";
export type { Bound, PartSpec, ProtocolName, SplitSpec } from "./concepts/types.js";
export type * from "./concepts/specs.js";
export type * from "./evaluation/specs.js";
export type * from "./generation/specs.js";
export type * from "./report/specs.js";
export type { ModelSpec } from "./session/types.js";
export type { Operator, ScoreSpec, WordScore } from "./steering/types.js";
export type * from "./vectors/specs.js";
export type { LayersSpec, LayerTerm } from "./vectors/types.js";
