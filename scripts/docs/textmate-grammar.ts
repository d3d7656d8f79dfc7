// The TextMate grammar of the language, made from its tables: declarations, clauses, words of the grammar, shifts.
import grammar from "../../src/dsl/grammar.js";
import { builtInShifts, clauses, forms } from "../../src/dsl/index.js";

export interface Pattern {
  readonly name?: string;
  readonly contentName?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Pattern[];
}

export interface TextMate {
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly Pattern[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Pattern[] }>>;
}

const any = (words: readonly string[]) => `(?:${[...new Set(words)].sort().join("|")})`;

/** Words that the grammar spells out. */
const literals = (grammar.ParserRules as readonly { symbols: readonly unknown[] }[])
  .flatMap(({ symbols }) => symbols)
  .flatMap((symbol) =>
    symbol && typeof symbol === "object" && "literal" in symbol ? [String(symbol.literal)] : [],
  )
  .filter((word) => /^[a-z]+$/.test(word));
const declarations = Object.keys(forms);
const named = declarations.filter((word) => !["chart", "save", "import"].includes(word));
const clauseWords = Object.keys(clauses);
const choices = Object.values(clauses).flatMap((clause) => clause.choices ?? []);

const include = (...names: readonly string[]): Pattern[] => names.map((name) => ({ include: `#${name}` }));
const escape: Pattern = {
  name: "constant.character.escape.steer",
  match: "\\\\(?:u\\{[0-9a-fA-F]{1,6}\\}|u[0-9a-fA-F]{4}|.|$)",
};

export const textMate: TextMate = {
  name: "steer",
  scopeName: "source.steer",
  fileTypes: ["steer"],
  patterns: include("opening", "comments", "texts", "hole", "declaration", "clause", "values"),
  repository: {
    opening: { patterns: [{ name: "meta.preprocessor.steer", match: "^%%steer\\b.*$" }] },
    comments: {
      patterns: [
        { name: "comment.line.double-slash.steer", match: "//.*$" },
        { name: "comment.block.steer", begin: "/\\*", end: "\\*/" },
      ],
    },
    texts: {
      patterns: [
        { name: "string.quoted.triple.steer", begin: '"""', end: '"""', patterns: [escape] },
        { name: "string.quoted.double.steer", begin: '"', end: '"|$', patterns: [escape] },
      ],
    },
    hole: {
      patterns: [
        {
          name: "meta.embedded.expression.steer",
          contentName: "source.ts",
          begin: "\\$\\{",
          end: "\\}",
          patterns: include("braces", "scripts"),
        },
      ],
    },
    braces: { patterns: [{ begin: "\\{", end: "\\}", patterns: include("braces", "scripts") }] },
    // Texts and comments of TypeScript, so that their braces do not count; the rest is TypeScript's own grammar.
    scripts: {
      patterns: [
        { name: "string.quoted.double.ts", begin: '"', end: '"|$', patterns: [escape] },
        { name: "string.quoted.single.ts", begin: "'", end: "'|$", patterns: [escape] },
        {
          name: "string.template.ts",
          begin: "`",
          end: "`",
          patterns: [escape, { begin: "\\$\\{", end: "\\}", patterns: include("braces", "scripts") }],
        },
        ...include("comments"),
        { include: "source.ts" },
      ],
    },
    declaration: {
      patterns: [
        {
          match: `^\\s*(${any(named)})\\s+([A-Za-z][A-Za-z0-9_]*)(?=\\s*(?:=|\\{))`,
          captures: { "1": { name: "storage.type.steer" }, "2": { name: "entity.name.type.steer" } },
        },
        {
          match: `^\\s*(${any(declarations.filter((word) => !named.includes(word)))})\\b`,
          captures: { "1": { name: "storage.type.steer" } },
        },
      ],
    },
    clause: {
      patterns: [
        {
          match: `(?:^|(?<=\\{))\\s*(${any(clauseWords)})\\b`,
          captures: { "1": { name: "keyword.other.clause.steer" } },
        },
      ],
    },
    values: {
      patterns: [
        { name: "constant.numeric.steer", match: "\\b\\d+(?:\\.\\d+)?(?:%|[eE][+-]?\\d+)?" },
        { name: "support.constant.shift.steer", match: `\\b${any(builtInShifts)}\\b` },
        { name: "support.constant.choice.steer", match: `\\b${any(choices)}\\b(?!-)` },
        { name: "keyword.other.steer", match: `\\b${any(literals)}\\b` },
        { name: "keyword.operator.steer", match: "->|\\.\\.|[|=*+:-]" },
        { name: "punctuation.steer", match: "[{}\\[\\](),]" },
        { name: "variable.other.steer", match: "[A-Za-z][A-Za-z0-9_]*" },
      ],
    },
  },
};
