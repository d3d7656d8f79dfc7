// What must hold of every layout: formatting twice is formatting once, the tree is the same, and every comment is there.
import * as assert from "uvu/assert";
import { format } from "../../src/dsl/index.js";
import { parse } from "../../src/dsl/syntax/parser.js";
import { pieces } from "../../src/dsl/syntax/lexer.js";
import { treeText } from "./cases.js";

const treeOf = (text: string) => parse(text).statements.map(treeText).join("\n");

/** The comments of a program, in any order: a comma and a brace may pass one. */
const commentsOf = (text: string) =>
  [...pieces(text)]
    .filter(({ type }) => type === "comment" || type === "remark")
    .map((piece) => piece.text.trimEnd())
    .sort();

/** Checks a program that can be read; others must be refused with their errors. */
export function sameButLayout(program: string): void {
  const once = format(program);
  if (!once.ok) {
    assert.ok(once.diagnostics.length > 0);
    return;
  }
  assert.is(treeOf(once.text), treeOf(program));
  assert.equal(commentsOf(once.text), commentsOf(program));
  const twice = format(once.text);
  assert.is(twice.ok && twice.text, once.text);
}
