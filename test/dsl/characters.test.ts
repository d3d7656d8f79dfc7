// Characters that look like others, or like nothing, are named by code point and place; those that do no harm are read.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, formatDiagnostic } from "../../src/dsl/index.js";

const told = (text: string): string =>
  compile(text)
    .diagnostics.slice(0, 1)
    .map((one) => formatDiagnostic(text, one))
    .join();

test("misleading characters are named, where they stand", () => {
  const codes = [
    0x2212, 0x2013, 0x201c, 0x2019, 0x2192, 0x200b, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069, 0x061c,
    0x00ad, 0xff11, 0xff0c, 0x2028, 0x2029, 0x0085, 0x0661, 0x001b, 0x2060,
  ];
  for (const code of codes) {
    const named = `U+${code.toString(16).toUpperCase().padStart(4, "0")} `;
    const said = told(`layers n = 1, ${String.fromCodePoint(code)}2`);
    assert.match(said, /^steer E116 {2}line 1, column 15\n/, named);
    assert.ok(said.includes(`This is ${named}`), said);
  }
});

test("line ends of any system and a byte order mark are read", () => {
  for (const end of ["\n", "\r\n", "\r"])
    for (const mark of ["", "\ufeff"]) assert.is(told(`${mark}layers n = 1${end}layers m = 2..3${end}`), "");
});

test("a no-break space is a blank", () => assert.is(told("layers n = 1,\u00a02"), ""));

test.run();
