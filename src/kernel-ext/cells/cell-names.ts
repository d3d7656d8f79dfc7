// Which names a TypeScript cell uses, and which of its own are made from them. What a function mentions it looks up when it
// is called, so that is never out of date.
import type ts from "@tslab/typescript-for-tslab";
import type { Made } from "./staleness.js";

export interface Names {
  readonly uses: readonly string[];
  readonly made: readonly Made[];
}

/** @param declared the values that the cell declares */
export function namesIn(compiler: typeof ts, source: string, declared: readonly string[]): Names {
  const file = compiler.createSourceFile(
    "cell.ts",
    `export {};${source}`,
    compiler.ScriptTarget.Latest,
    true,
    compiler.ScriptKind.TS,
  );
  const mentioned = (node: ts.Node, into: Set<string>, deep: boolean): Set<string> => {
    if (compiler.isIdentifier(node)) {
      const { parent } = node;
      const isMember =
        (compiler.isPropertyAccessExpression(parent) && parent.name === node) ||
        (compiler.isPropertyAssignment(parent) && parent.name === node) ||
        (compiler.isBindingElement(parent) && parent.propertyName === node);
      if (!isMember) into.add(node.text);
    }
    if (deep || !compiler.isFunctionLike(node))
      compiler.forEachChild(node, (child) => void mentioned(child, into, deep));
    return into;
  };
  const made = new Map(declared.map((name) => [name, new Set<string>()]));
  for (const statement of file.statements) {
    if (!compiler.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const uses = initializer ? mentioned(initializer, new Set(), false) : [];
      for (const own of mentioned(name, new Set(), false)) for (const used of uses) made.get(own)?.add(used);
    }
  }
  const uses = [...mentioned(file, new Set(), true)].filter((name) => !made.has(name));
  return { uses, made: [...made].map(([name, from]) => ({ name, uses: [...from] })) };
}
