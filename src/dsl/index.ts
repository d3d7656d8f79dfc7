// The language: text -> TypeScript, diagnostics, and what tools ask about a place in the text.
export { compile, type Compiled, type Declared } from "./compile.js";
export { magicIn, steerCell, withoutMark } from "./cell.js";
export { builtInShifts, type Scope } from "./check/scope.js";
export { declares, type Hole, type Kind } from "./tree.js";
export { parse } from "./parse.js";
export { exported } from "./exports.js";
export { languageErrors, type Diagnostic } from "./errors.js";
export { formatDiagnostic, formatFailure } from "./frame.js";
export { lineStarts, placeOf, type Span } from "./places.js";
export { clauses, clausesOf } from "./clauses.js";
export { forms } from "./forms.js";
export { checkHoles } from "./holes.js";
export { completions, unfinished, type Candidate, type Completions } from "./complete.js";
export { format, type Formatted } from "./format/index.js";
export { Lineage, type Making, type OutOfDate } from "./lineage.js";
export { usesOf, wordsOf, type Use } from "./uses.js";
export { hover, type Hover } from "./hover.js";
