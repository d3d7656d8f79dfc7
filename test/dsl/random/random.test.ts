// Random programs from the grammar. STEERLAB_RANDOM=10000 tries that many; STEERLAB_SEED=7 begins elsewhere.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../../src/dsl/index.js";
import { countParses, parse } from "../../../src/dsl/parse.js";
import { sameButLayout } from "../layout.js";
import { generator } from "./seed.js";
import { readableProgram } from "./syntax.js";

const count = Number(process.env["STEERLAB_RANDOM"] ?? 300);
const seed = Number(process.env["STEERLAB_SEED"] ?? 0);

/** Runs a check on each of the programs; a failure shows the program. */
function each(
  rounds: number,
  make: (round: number) => string,
  check: (text: string, round: number) => void,
): void {
  for (let round = 0; round < rounds; round++) {
    const text = make(seed + round);
    try {
      check(text, round);
    } catch (error) {
      throw new Error(`seed ${seed + round}: ${String(error)}\n${text}`, { cause: error });
    }
  }
}

const readable = (from: number) => readableProgram(generator(from), 4);

test("what the grammar derives is read in exactly one way, whatever its layout", () => {
  each(count, readable, (text) => {
    assert.equal(
      parse(text).diagnostics.map(({ code, sentence }) => `${code} ${sentence}`),
      [],
    );
    assert.is(countParses(text), 1);
  });
});

test("formatting keeps trees and comments, and does nothing twice", () => {
  each(count, readable, sameButLayout);
});

test("what makes no sense is refused without failing", () => {
  each(count, readable, (text) => {
    const compiled = compile(text);
    assert.type(compiled.code, "string");
    assert.ok(compiled.ok || compiled.diagnostics.length > 0);
  });
});

test.run();
