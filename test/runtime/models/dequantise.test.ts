// Every tensor type against the gguf package's numbers (fixtures/make.py), bit for bit but for the sign of zero.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { blockTypes, dequantise, half } from "../../../src/runtime/models/weights/dequantise.js";
import type { TensorType } from "../../../src/runtime/models/types.js";

const recorded = JSON.parse(
  readFileSync(new URL("fixtures/dequantise.json", import.meta.url), "utf8"),
) as Record<TensorType, { bytes: string; values: string }>;

for (const type of Object.keys(blockTypes) as TensorType[]) {
  test(`${type} unpacks as the reference does`, () => {
    const { bytes, values } = recorded[type];
    const expected = new Float32Array(new Uint8Array(Buffer.from(values, "base64")).buffer);
    const found = dequantise(type, Buffer.from(bytes, "base64"));
    assert.is(found.length, expected.length);
    for (let i = 0; i < found.length; i++)
      assert.ok(found[i] === expected[i], `${i}: ${found[i]} is not ${expected[i]}`);
  });
}

test("half precision: largest, smallest, infinite, and not a number", () => {
  // Hand-computed from IEEE 754: 0x7bff = (2 - 2^-10) 2^15, 0x0001 = 2^-24, 0xc000 = -2.
  assert.is(half(0x7bff), 65504);
  assert.is(half(0x0001), 2 ** -24);
  assert.is(half(0xc000), -2);
  assert.is(half(0xfc00), -Infinity);
  assert.ok(Number.isNaN(half(0x7c01)));
});

test.run();
