// What the cell converter forgets of earlier cells' declarations: namespaces, and what a cell adds to global types. A namespace
// stays until its name is declared again; a member of a global type or a global name likewise, one by one.
import type ts from "@tslab/typescript-for-tslab";

type Compiler = typeof ts;

/** What the cells so far have declared. */
export interface Declarations {
  /** Their names, as a module of declarations. */
  readonly names: string;
  /** What they add to global types, as a script: in the module its names would be taken for the cells'. */
  readonly global: string;
}

const parsed = (compiler: Compiler, text: string): ts.SourceFile =>
  compiler.createSourceFile("declarations.d.ts", text, compiler.ScriptTarget.Latest, true);

const isGlobal = (compiler: Compiler, node: ts.Statement): node is ts.ModuleDeclaration =>
  compiler.isModuleDeclaration(node) && (node.flags & compiler.NodeFlags.GlobalAugmentation) !== 0;

/** Names that a statement declares. */
function namesOf(compiler: Compiler, statement: ts.Statement): string[] {
  if (compiler.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  if (compiler.isImportDeclaration(statement)) {
    const { name, namedBindings: bound } = statement.importClause ?? {};
    const names = bound && (compiler.isNamespaceImport(bound) ? [bound] : bound.elements);
    return [name, ...(names ?? []).map((one) => one.name)].flatMap((one) => (one ? [one.text] : []));
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name ? [name.getText()] : [];
}

type Block = { readonly statements: readonly ts.Statement[] };

/** Members of global declarations (overloads of one block together), by the names "T.member" (of an interface) and "name"; of equal names the last stays. */
class Globals {
  private readonly members = new Map<string, { head: string; texts: string[]; own: object }>();

  constructor(private readonly compiler: Compiler) {}

  add(block: Block): void {
    this.each(block, (name, head, node) => {
      const known = this.members.get(name);
      if (known?.own === block) known.texts.push(node.getText());
      else this.members.set(name, { head, texts: [node.getText()], own: block });
    });
  }

  remove(block: Block): void {
    this.each(block, (name) => this.members.delete(name));
  }

  private each(block: Block, take: (name: string, head: string, node: ts.Node) => void): void {
    const { compiler } = this;
    for (const statement of block.statements) {
      if (!compiler.isInterfaceDeclaration(statement)) {
        for (const name of namesOf(compiler, statement)) take(name, "", statement);
        continue;
      }
      const head = statement.getText().slice(0, statement.members.pos - statement.getStart());
      for (const member of statement.members)
        take(`${statement.name.text}.${member.name?.getText() ?? member.getText()}`, head, member);
    }
  }

  text(): string {
    return [...this.members.values()]
      .flatMap(({ head, texts }) => (head ? [`${head} ${texts.join(" ")} }`] : texts))
      .map((text) => `${text}\n`)
      .join("");
  }
}

const blocksOf = (compiler: Compiler, file: ts.SourceFile): Block[] =>
  file.statements.flatMap((one) =>
    isGlobal(compiler, one) && one.body && compiler.isModuleBlock(one.body) ? [one.body] : [],
  );

/** The declarations before a cell without the global members that the cell declares again. */
export function withoutOwn(compiler: Compiler, previous: Declarations, cell: string): Declarations {
  if (!/\bdeclare\s+global\b/.test(cell)) return previous;
  const globals = new Globals(compiler);
  globals.add(parsed(compiler, previous.global));
  for (const block of blocksOf(compiler, parsed(compiler, cell))) globals.remove(block);
  return { ...previous, global: globals.text() };
}

/** @param made the names after a cell, as the converter gives them */
export function withForgotten(compiler: Compiler, previous: Declarations, made: string): Declarations {
  if (!/\b(?:namespace|module|global)\b/.test(previous.names + made)) return { ...previous, names: made };
  const [before, after] = [parsed(compiler, previous.names), parsed(compiler, made)];
  const again = new Set(after.statements.flatMap((statement) => namesOf(compiler, statement)));
  const kept = before.statements
    .filter((one) => compiler.isModuleDeclaration(one) && !again.has(one.name.getText()))
    .map((one) => `${one.getText()}\n`);
  const globals = new Globals(compiler);
  globals.add(parsed(compiler, previous.global));
  for (const block of blocksOf(compiler, after)) globals.add(block);
  const names = after.statements.flatMap((one) =>
    isGlobal(compiler, one) ? [] : [`${one.getFullText().trim()}\n`],
  );
  return { names: [...kept, ...names].join(""), global: globals.text() };
}
