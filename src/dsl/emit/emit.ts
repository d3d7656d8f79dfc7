// Tree -> TypeScript: one call of steerlab per declaration, and the map between both texts.
import type { ImportDeclarationStructure, SourceFile } from "ts-morph";
import type { Diagnostic } from "../diagnostics/language-errors.js";
import { diagnostic } from "../diagnostics/language-errors.js";
import type { SourceMap } from "./source-map.js";
import { file, morph, syntaxErrors } from "./ts-morph-project.js";
import { array, Copies, object, string, type Fields } from "./printer.js";
import type { Span } from "../../runtime/errors/text-positions.js";
import { textValue } from "../syntax/string-literals.js";
import {
  isDeclaration,
  type Clause,
  type ClauseName,
  type Declaration,
  type Extract,
  type Hole,
  type Request,
  type Statement,
  type Text,
} from "../syntax/ast.js";
import { layers, names, oneOrMore, pair, printers, Printing, settings, texts } from "./clause-values.js";
import { expression } from "./vector-expressions.js";

export interface Emitted {
  readonly code: string;
  readonly map: SourceMap;
}

function fields(p: Printing, clauses: readonly Clause[], besides: readonly ClauseName[] = []): Fields {
  const printed = clauses
    .filter(({ clause }) => printers[clause] && !besides.includes(clause)) // none where it may not stand
    .map(({ clause, value, word }) =>
      (printers[clause] as (p: Printing, value: Clause["value"], word: Span) => Fields)(p, value, word),
    );
  const single = clausesNamed(clauses, "setting").map(({ value }) => value);
  return Object.assign({}, ...printed, single.length ? { settings: settings(p, single) } : {}) as Fields;
}

function clausesNamed<N extends ClauseName>(clauses: readonly Clause[], name: N) {
  return clauses.filter((clause): clause is Clause & { readonly clause: N } => clause.clause === name);
}

function named(p: Printing, { name }: Declaration, at: Span = name): Fields {
  return { name: string(name.name), at: p.at(at) };
}

type Of<K extends Declaration["kind"]> = Declaration & { readonly kind: K };
type OfRequest<K extends Request["kind"]> = Request & { readonly kind: K };

/** Where a published set lies, if the program says so. */
function folder(p: Printing, clauses: readonly Clause[]): string | undefined {
  const written = clausesNamed(clauses, "from").at(-1)?.value;
  return written && p.textOf(written);
}

function concept(p: Printing, one: Of<"concept">): string {
  const inline = clausesNamed(one.clauses, "pair").map(({ value }) => pair(p, value));
  const files: string[] = [];
  for (const { value } of clausesNamed(one.clauses, "pairs")) {
    if (value.kind === "hole") inline.push(`...${p.hole(value)}`);
    else files.push(object({ path: p.textOf(value.path), at: p.at(value.path) }));
  }
  const mwe = one.mwe && {
    dataset: p.textOf(one.mwe),
    folder: folder(p, one.clauses),
    at: p.at(one.mwe),
  };
  return object({
    ...named(p, one),
    pairs: inline.length ? array(inline) : null,
    from: files.length ? array(files) : null,
    mwe: mwe && `await _steer.fetched(${object(mwe)})`,
    ...fields(p, one.clauses, ["pair", "pairs", "from"]),
  });
}

function concepts(p: Printing, one: Of<"concepts">): string {
  const { of, clauses } = one;
  if (of.kind === "members") return object({ ...named(p, one), members: names(p, of.members) });
  const { datasets } = of;
  const mwe = {
    datasets: datasets.kind === "list" ? texts(p, datasets) : string(datasets.value),
    folder: folder(p, clauses),
    at: p.at(datasets),
  };
  return object({
    ...named(p, one),
    mwe: `await _steer.fetched(${object(mwe)})`,
    ...fields(p, clauses, ["from"]),
  });
}

/** The one shift of a clause that takes one. */
function underOne(p: Printing, clauses: readonly Clause[]): string | undefined {
  const shift = clausesNamed(clauses, "under").at(-1)?.value.items[0];
  return shift && p.name(shift);
}

function extraction(
  p: Printing,
  one: Of<"vector" | "vectors">,
  { concept, model }: Extract,
  as: string,
): string {
  return object({
    ...named(p, one),
    [as]: p.name(concept),
    model: p.name(model),
    ...fields(p, one.clauses, ["under"]),
    under: underOne(p, one.clauses),
  });
}

function vector(p: Printing, one: Of<"vector">): string {
  const { value } = one;
  if (value.kind === "extract") return `_steer.extract(${extraction(p, one, value, "concept")})`;
  const name = named(p, one);
  if (value.kind === "random")
    return `_steer.randomLike(${object({ ...name, like: p.name(value.like), seed: value.seed ? p.number(value.seed) : "0" })})`;
  if (value.kind === "load")
    return `_steer.load(${object({ ...name, path: p.textOf(value.path), model: p.name(value.model) })})`;
  return expression(p, value, name);
}

const calls: { [K in Declaration["kind"]]: (p: Printing, one: Of<K>) => string } = {
  model: (p, one) =>
    `_steer.model(${object({ ...named(p, one, one.source), source: p.textOf(one.source), ...fields(p, one.clauses) })})`,
  concept: (p, one) => `_steer.concept(${concept(p, one)})`,
  concepts: (p, one) => `_steer.concepts(${concepts(p, one)})`,
  layers: (p, one) => layers(p, one.value),
  shift: (p, one) => `_steer.shift(${object({ ...named(p, one), [one.goes]: p.textOf(one.text) })})`,
  vector,
  vectors: (p, one) => `_steer.extractEach(${extraction(p, one, one.value, "concepts")})`,
  evaluation: (p, one) => {
    const of = { vector: oneOrMore(p, one.vectors), on: oneOrMore(p, one.concepts) };
    return `await _steer.measure(${object({ ...named(p, one), ...of, ...fields(p, one.clauses) })})`;
  },
  generation: (p, one) => {
    const call = object({
      ...named(p, one),
      prompts: texts(p, one.prompts),
      model: p.name(one.model),
      vectors: one.vectors && names(p, one.vectors),
      ...fields(p, one.clauses, ["under"]),
      under: underOne(p, one.clauses),
    });
    return `await _steer.generate(${call})`;
  },
};

/** A text of the program as it stands, where TypeScript reads it the same. */
const path = (p: Printing, from: Text): string =>
  from.raw.startsWith('"""') ? string(textValue(from)) : p.copies.copy(from);

const requests: { [K in Request["kind"]]: (p: Printing, one: OfRequest<K>) => string } = {
  chart: (p, { of, as }) =>
    `await _steer.chart(${object({ of: oneOrMore(p, of), as: p.fixed(as), at: p.at(of) })});`,
  save: (p, { vector: from, to }) =>
    `await _steer.save(${object({ vector: p.name(from), to: p.textOf(to), at: p.at(to) })});`,
  import: (p, one) =>
    `import { ${one.names.map((name) => p.copies.copy(name)).join(", ")} } from ${path(p, one.from)};`,
};

function statement(p: Printing, one: Statement): string {
  if (!isDeclaration(one)) return (requests[one.kind] as (p: Printing, one: Request) => string)(p, one);
  const type = one.kind === "layers" ? ": _steer.LayersSpec" : "";
  const value = (calls[one.kind] as (p: Printing, one: Declaration) => string)(p, one);
  return `const ${p.copies.copy(one.name)}${type} = ${value};`;
}

export interface Names {
  /** Whether only TypeScript knows what a name is. */
  readonly open: (name: string) => boolean;
  /** The names of steerlab that holes use and nobody declares. */
  readonly brought: readonly string[];
}

export function emit(
  text: string,
  statements: readonly Statement[],
  { open, brought }: Names = { open: () => false, brought: [] },
): Emitted {
  const { StructureKind } = morph();
  const copies = new Copies(text);
  const p = new Printing(text, copies, open);
  const from = { kind: StructureKind.ImportDeclaration, moduleSpecifier: "steerlab" } as const;
  const opening: ImportDeclarationStructure[] = [{ ...from, namespaceImport: "_steer" }];
  if (brought.length) opening.push({ ...from, namedImports: [...brought] });
  const printed = file({ statements: [...opening, ...statements.map((one) => statement(p, one))] });
  const { code, parts, moved } = copies.fill(printed.getFullText(), text);
  const ranges = printed.getStatements().slice(opening.length);
  return {
    code,
    map: {
      parts,
      statements: statements.map(({ start, end }, i) => ({
        source: { start, end },
        generated: { start: moved(ranges[i]!.getStart()), end: moved(ranges[i]!.getEnd()) },
      })),
    },
  };
}

/** Whether the text between these offsets is one whole expression in parentheses. */
function isExpression(source: SourceFile, start: number, end: number): boolean {
  const { Node } = morph();
  let node = source.getDescendantAtPos(start);
  while (node && !(Node.isParenthesizedExpression(node) && node.getStart() === start - 1))
    node = node.getParent();
  return node !== undefined && node.getEnd() === end + 1;
}

/** Holes that hold no whole TypeScript expression. */
export function holeErrors(emitted: Emitted, holes: readonly Hole[]): Diagnostic[] {
  try {
    return holes.length ? wrongHoles(emitted, holes) : [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // TypeScript's parser ran out of stack
    return [diagnostic("E109", holes[0]!, { reason: "it is nested too deeply" })];
  }
}

function wrongHoles({ code, map }: Emitted, holes: readonly Hole[]): Diagnostic[] {
  const source = file(code);
  const errors = syntaxErrors(source);
  return holes.flatMap((hole) => {
    const part = map.parts.find(({ source: from, length }) => from === hole.inner.start && length > 0);
    const inner = code.slice(part?.generated ?? 0, part ? part.generated + part.length : 0);
    if (!part || inner.trim() === "") return [diagnostic("E109", hole, { reason: "nothing stands there" })];
    const [start, end] = [part.generated, part.generated + part.length];
    const said = errors
      .find((error) => error.start >= start && error.start <= end)
      ?.message.replace(/\.$/, "");
    if (said === undefined && isExpression(source, start, end)) return [];
    return [diagnostic("E109", hole, { reason: said ?? "it does not stand by itself" })];
  });
}
