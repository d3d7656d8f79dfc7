// Cells as modern, strict TypeScript: declarations of every kind, declared again in later cells, and what is newer than the compiler.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { errorText, resultText, withSession } from "./opened.js";

const test = suite("modern");
const opened = withSession(test);
const run = (code: string) => opened.session.execute(code);
const gives = (cells: Readonly<Record<string, string>>) => async (): Promise<void> => {
  for (const [code, result] of Object.entries(cells)) assert.is(resultText(await run(code)), result, code);
};

test(
  "enums, declared again",
  gives({
    "enum Kind { A, B } Kind.B": "1",
    "enum Kind { B = 5, C } Kind.C": "6",
    "const kind: Kind = Kind.B; kind": "5",
    "const enum Fixed { A = 3 } Fixed.A": "3",
    "Fixed.A + 1": "4",
  }),
);

test(
  "namespaces stay beyond the next cell, until their name is declared again",
  gives({
    "namespace Space { export const a = 1; export namespace Inner { export type T = string } } Space.a": "1",
    "'something else'": "'something else'",
    "const text: Space.Inner.T = 'x'; text + Space.a": "'x1'",
    "namespace Space { export const c = 3 } Space.c": "3",
    "'and something else'": "'and something else'",
    "Space.c + 1": "4",
    "const Space = 4; Space": "4",
    "Space.toFixed(1)": "'4.0'",
  }),
);

test(
  "standard decorators, and decorated classes declared again",
  gives({
    "function log(method: (this: D) => string, context: ClassMethodDecoratorContext<D>) { return function (this: D) { return `${String(context.name)}: ${method.call(this)}` } } class D { @log hi() { return 'hi' } } new D().hi()":
      "'hi: hi'",
    "function plain<T extends (...given: never[]) => unknown>(method: T, _: ClassMethodDecoratorContext): T { return method } class D { @plain ho() { return 'ho' } } new D().ho()":
      "'ho'",
  }),
);

test(
  "classes with private fields, accessors and static blocks, declared again",
  gives({
    "class Own { #x = 1; static #n = 0; accessor y = 2; static { Own.#n = 7 } get x() { return this.#x + Own.#n } has(it: object) { return #x in it } } new Own().x":
      "8",
    "class Own { #x = 2; get x() { return this.#x } } new Own().x": "2",
    "class More extends Own { z = 1 } new More().x + new More().z": "3",
    "abstract class Base { abstract f(): number } class Done extends Base { override f() { return 1 } } new Done().f()":
      "1",
  }),
);

test(
  "generics",
  gives({
    "const pick = <T, K extends keyof T>(from: T, key: K): T[K] => from[key]; pick({ a: 1 }, 'a')": "1",
    "const length: number = pick({ z: 'text' }, 'z').length; length": "4",
    "const tuple = <const T extends readonly unknown[]>(all: T): T => all; const two: readonly [1, 2] = tuple([1, 2]); two":
      "[ 1, 2 ]",
    "interface Part { a: number } interface Part { b: string } const part: Part = { a: 1, b: 'x' } satisfies Part; part":
      "{ a: 1, b: 'x' }",
    "function over(a: string): string; function over(a: number): number; function over(a: unknown) { return a } over(3)":
      "3",
  }),
);

test(
  "what a cell adds to global types stays, member by member",
  gives({
    "declare global { interface Array<T> { last(): T | undefined } var shared: number } Array.prototype.last = function () { return this[this.length - 1] }; globalThis.shared = 3; [1, 2].last()":
      "2",
    "[[4, 5].last(), shared]": "[ 5, 3 ]",
    "declare global { interface Array<T> { first(): T | undefined } } Array.prototype.first = function () { return this[0] }; [[7, 8].first(), [7, 8].last()]":
      "[ 7, 8 ]",
    "declare global { var shared: string } globalThis.shared = 'text'; shared.length": "4",
    "[shared.toUpperCase(), [1].first(), [2].last()]": "[ 'TEXT', 1, 2 ]",
  }),
);

test(
  "names that begin with underscores",
  gives({
    "const __own = 5; const _one = 1; __own + _one": "6",
    __own: "5",
    "let ___three = 3; ___three": "3",
  }),
);

test(
  "newer libraries",
  gives({
    "[3, 1].toSorted()": "[ 1, 3 ]",
    "([3, 1] as const).with(0, 1)": "[ 1, 1 ]",
    "[1, 2].toReversed().toSpliced(0, 1)": "[ 1 ]",
  }),
);

test("`using` is newer than the compiler: said where it stands, once", async () => {
  const places: Readonly<Record<string, number>> = {
    "using file = open()": 1,
    "{ using file = null; }": 3,
    "await using file = null": 7,
    "for (using file of []) {}": 6,
  };
  for (const [code, column] of Object.entries(places)) {
    const { error } = await run(code);
    assert.is(error?.evalue, "E811: TypeScript has `using` since 5.2; cells are checked with 5.0.");
    assert.is(error?.traceback[0], `steer E811  line 1, column ${column}`);
  }
  await gives({ "const using = 1; using": "1" })();
});

test("strictness: unknown errors, unchecked overrides and implicit any", async () => {
  assert.match(errorText(await run("function f(x) { return x }")), "TS7006");
  assert.match(errorText(await run("try { throw 1 } catch (error) { error.message }")), "TS18046");
  assert.match(errorText(await run('import fs = require("node:fs")')), "1:1 - TS1202: ");
});

test("completion shows none of the helpers, and goes on behind import.meta", () => {
  const { session } = opened;
  assert.equal(session.complete("_ste", 4).candidates, []);
  const text = "import.meta.dirn";
  assert.equal(session.complete(text, text.length), { start: 12, end: 16, candidates: ["dirname"] });
});

test.run();
