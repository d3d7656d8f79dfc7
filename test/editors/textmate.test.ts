// The grammar for editors colours programs as the language reads them.
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { clauses, compile, type Kind } from "../../src/dsl/index.js";
import { pieces } from "../../src/dsl/syntax/lexer.js";
import { caseFiles } from "../dsl/cases.js";
import { scopesOf } from "./scopes.js";
import { textMate } from "../../scripts/docs/textmate-grammar.js";

/** What an editor shows a token as, by its type in the language. */
const begins: Readonly<Record<string, string>> = {
  comment: "comment",
  remark: "comment",
  text: "string",
  number: "constant.numeric",
  percent: "constant.numeric",
  hole: "meta.embedded",
};

/** All scopes at an offset. */
const at = (scoped: ReturnType<typeof scopesOf>, offset: number) =>
  scoped.filter(({ start, end }) => start <= offset && offset < end).flatMap(({ scopes }) => scopes);

function agrees(text: string): void {
  const scoped = scopesOf(textMate, text);
  for (const piece of [...pieces(text)]) {
    const wanted = begins[piece.type];
    if (!wanted) continue;
    for (const offset of [piece.start, piece.end - 1]) {
      const scopes = at(scoped, offset);
      assert.ok(
        scopes[0]?.startsWith(wanted),
        `${piece.text} at ${offset} is ${scopes.join(" ")}, not ${wanted}\n${text}`,
      );
    }
  }
}

const folder = (path: string) => new URL(`../../${path}/`, import.meta.url);
const programs = ["examples", "test/programs"].flatMap((path) =>
  readdirSync(folder(path))
    .filter((name) => name.endsWith(".steer"))
    .map((name) => readFileSync(new URL(name, folder(path)), "utf8")),
);

test("texts, comments, numbers and holes of whole programs, and the programs of the cases", () => {
  for (const text of programs) agrees(text);
  const sound = caseFiles().flatMap(({ cases }) => cases.filter(({ expected }) => !expected.has("errors")));
  for (const { program } of sound) agrees(program);
});

test("declared names and clauses of whole programs", () => {
  for (const text of programs) {
    const scoped = scopesOf(textMate, text);
    for (const { name, span } of compile(text, new Map<string, Kind>()).declared)
      assert.ok(at(scoped, span.start).includes("entity.name.type.steer"), name);
    for (const match of text.matchAll(/^ {2}([a-z]+) {2,}/gm))
      if (match[1]! in clauses)
        assert.ok(at(scoped, match.index + 2).includes("keyword.other.clause.steer"), match[0]);
  }
});

test.run();
