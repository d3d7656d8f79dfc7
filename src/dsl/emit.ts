// Tree -> TypeScript: one call of steerlab per statement, and the map between both texts.
import type { ImportDeclarationStructure, SourceFile } from "ts-morph";
import type { Diagnostic } from "./errors.js";
import { diagnostic } from "./errors.js";
import type { SourceMap } from "./map.js";
import { file, morph, syntaxErrors } from "./morph.js";
import { array, Copies, object, string, type Fields } from "./print.js";
import type { Span } from "./places.js";
import type { Clause, ClauseName, Declaration, Hole, Product, Request, Statement } from "./tree.js";
import { layers, pair, printers, Printing } from "./values.js";

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
  return Object.assign({}, ...printed) as Fields;
}

function clausesNamed<N extends ClauseName>(clauses: readonly Clause[], name: N) {
  return clauses.filter((clause): clause is Extract<Clause, { clause: N }> => clause.clause === name);
}

function named(p: Printing, { name }: Declaration, at: Span = name): Fields {
  return { name: string(name.name), at: p.at(at) };
}

type Of<K extends Declaration["kind"]> = Extract<Declaration, { kind: K }>;

function concept(p: Printing, one: Of<"concept">): string {
  const inline = clausesNamed(one.clauses, "pair").map(({ value }) => pair(p, value));
  const files: string[] = [];
  for (const { value } of clausesNamed(one.clauses, "pairs")) {
    if (value.kind === "hole") inline.push(`...${p.hole(value)}`);
    else files.push(object({ path: p.textOf(value.path), at: p.at(value.path) }));
  }
  const folder = clausesNamed(one.clauses, "from").at(-1)?.value;
  const mwe = one.mwe && {
    dataset: p.textOf(one.mwe),
    folder: folder && p.textOf(folder),
    at: p.at(one.mwe),
  };
  return object({
    ...named(p, one),
    pairs: inline.length ? array(inline) : null,
    from: files.length ? array(files) : null,
    mwe: mwe && object(mwe),
    ...fields(p, one.clauses, ["pair", "pairs", "from"]),
  });
}

/** The number before the vector, and the vector: with one name in the product, the holes are numbers. */
function factors(p: Printing, { factors: all, negative }: Product): Fields {
  const vector = all.find((factor) => factor.kind === "name") ?? all.find((factor) => factor.kind === "hole");
  const numbers = all.flatMap((factor) => (factor.kind === "number" ? [factor.value] : []));
  const plain = numbers.reduce((product, value) => product * value, negative ? -1 : 1);
  const holes = all.filter((factor): factor is Hole => factor.kind === "hole" && factor !== vector);
  const constant = plain === 1 && holes.length ? [] : [String(plain + 0 === 0 ? 0 : plain)];
  const factor = [...constant, ...holes.map((hole) => p.hole(hole))].join(" * ");
  return { factor, of: vector ? p.name(vector) : "undefined" };
}

function vector(p: Printing, one: Of<"vector">): string {
  if (one.value.kind === "product")
    return `_steer.combine(${object({ ...named(p, one), terms: array([object(factors(p, one.value))]) })})`;
  const under = clausesNamed(one.clauses, "under").at(-1)?.value.items[0];
  const call = object({
    ...named(p, one),
    concept: p.name(one.value.concept),
    model: p.name(one.value.model),
    ...fields(p, one.clauses, ["under"]),
    under: under && p.name(under),
  });
  return `_steer.extract(${call})`;
}

const calls: { [K in Declaration["kind"]]: (p: Printing, one: Of<K>) => string } = {
  model: (p, one) =>
    `_steer.model(${object({ ...named(p, one, one.source), source: p.textOf(one.source), ...fields(p, one.clauses) })})`,
  concept: (p, one) => `_steer.concept(${concept(p, one)})`,
  layers: (p, one) => layers(p, one.value),
  shift: (p, one) => `_steer.shift(${object({ ...named(p, one), [one.goes]: p.textOf(one.text) })})`,
  vector,
  evaluation: (p, one) => {
    const of = { vector: p.name(one.vector), on: p.name(one.concept) };
    return `await _steer.measure(${object({ ...named(p, one), ...of, ...fields(p, one.clauses) })})`;
  },
};

function request(p: Printing, one: Request): string {
  if (one.kind === "chart")
    return `await _steer.chart(${object({ of: p.name(one.of), as: p.fixed(one.as), at: p.at(one.of) })});`;
  return `await _steer.save(${object({ vector: p.name(one.vector), to: p.textOf(one.to), at: p.at(one.to) })});`;
}

function statement(p: Printing, one: Statement): string {
  if (one.kind === "chart" || one.kind === "save") return request(p, one);
  const type = one.kind === "layers" ? ": _steer.LayersSpec" : "";
  const value = (calls[one.kind] as (p: Printing, one: Declaration) => string)(p, one);
  return `const ${p.copies.copy(one.name)}${type} = ${value};`;
}

export function emit(text: string, statements: readonly Statement[]): Emitted {
  const { StructureKind } = morph();
  const copies = new Copies(text);
  const p = new Printing(text, copies);
  const opening: ImportDeclarationStructure = {
    kind: StructureKind.ImportDeclaration,
    namespaceImport: "_steer",
    moduleSpecifier: "steerlab",
  };
  const printed = file({ statements: [opening, ...statements.map((one) => statement(p, one))] });
  const { code, parts, moved } = copies.fill(printed.getFullText(), text);
  const ranges = printed.getStatements().slice(1);
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
