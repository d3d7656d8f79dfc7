// The language: text -> TypeScript, diagnostics, and what tools ask about a place in the text.
export { compile, type Compiled, type Declared } from "./compile.js";
export { magicIn, steerCell, withoutMark } from "./syntax/steer-magic.js";
export { builtInShifts, type Scope } from "./check/name-scope.js";
export { declares, type Hole, type Kind } from "./syntax/ast.js";
export { parse } from "./syntax/parser.js";
export { exported } from "./emit/api-names.js";
export { languageErrors, type Diagnostic } from "./diagnostics/language-errors.js";
export { formatDiagnostic, formatFailure } from "./diagnostics/code-frame.js";
export { lineStarts, placeOf, type Span } from "../runtime/errors/text-positions.js";
export { clauses, clausesOf } from "./clauses.js";
export { forms } from "./statement-forms.js";
export { checkHoles } from "./check/holes.js";
export { completions, unfinished, type Candidate, type Completions } from "./editor/completion.js";
export { format, type Formatted } from "./format/format.js";
export { Lineage, type Making, type OutOfDate } from "./lineage.js";
export { usesOf, wordsOf, type Use } from "./editor/used-names.js";
export { hover, type Hover } from "./editor/hover.js";
