// Random programs from the grammar. STEERLAB_RANDOM=10000 tries that many; STEERLAB_SEED=7 begins elsewhere.
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, completions, formatDiagnostic } from "../../../src/dsl/index.js";
import { checkTypes } from "../../../src/dsl/check/holes.js";
import { countParses, parse } from "../../../src/dsl/syntax/parser.js";
import { sameButLayout } from "../layout.js";
import { damaged } from "./damaged.js";
import { generator } from "./seed.js";
import { readableProgram } from "./syntax.js";
import { World } from "./valid.js";
import { written } from "./written.js";

const count = Number(process.env["STEERLAB_RANDOM"] ?? 200);
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

test("what the checker accepts becomes TypeScript of the right types", () => {
  const random = generator(seed);
  const world = new World(random);
  // Names differ from program to program, so that TypeScript is asked once for all of them.
  const text = Array.from({ length: Math.ceil(count / 3) }, () => written(random, world.program(6))).join(
    "\n",
  );
  const compiled = compile(text);
  const shown = (all: readonly Parameters<typeof formatDiagnostic>[1][]) =>
    all.map((one) => formatDiagnostic(text, one)).join("\n");
  assert.is(shown(compiled.diagnostics), "");
  assert.is(shown(checkTypes(compiled, { baseFolder: fileURLToPath(new URL(".", import.meta.url)) })), "");
  sameButLayout(text);
});

test("damaged programs are answered within a second, and tools ask about them without failing", () => {
  const make = (from: number) => damaged(generator(from), readable(from));
  each(count, make, (text, round) => {
    const began = process.cpuUsage();
    const compiled = compile(text);
    assert.type(compiled.code, "string");
    for (const one of compiled.diagnostics) assert.ok(formatDiagnostic(text, one).startsWith("steer E"));
    completions(text, round % (text.length + 1));
    const { user, system } = process.cpuUsage(began);
    assert.ok(user + system < 1e6, "more than a second of work");
    sameButLayout(text);
  });
});

test.run();
