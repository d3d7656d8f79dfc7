// The language: text -> TypeScript, diagnostics, and what tools ask about a place in the text.
export { compile, steerCell, type Compiled } from "./compile.js";
export { builtInShifts, type Scope } from "./check/scope.js";
export type { Declared } from "./check/index.js";
export type { Hole, Kind } from "./tree.js";
export { languageErrors, type Diagnostic } from "./errors.js";
export { formatDiagnostic, formatFailure } from "./frame.js";
export { lineStarts, placeOf, type Span } from "./places.js";
export { clauses, clausesOf, forms } from "./clauses.js";
export { checkHoles } from "./holes.js";
export { completions, unfinished, type Candidate, type Completions } from "./complete.js";
export { format, type Formatted } from "./format/index.js";
export { hover, type Hover } from "./hover.js";
