// The ONNX writer against bytes worked out by hand from the protocol-buffer encoding (field << 3 | wire type).
import { test } from "uvu";
import * as assert from "uvu/assert";
import { encode } from "../../../src/runtime/graph/proto.js";

const bytes = (...args: Parameters<typeof encode>): number[] => [...encode(...args)];

test("integers are varints, seven bits a byte, low bits first", () => {
  // ir_version = field 1, varint: key 0x08; 300 = 0b10_0101100 -> 0xac 0x02
  assert.equal(bytes("Model", { irVersion: 300 }), [0x08, 0xac, 0x02]);
});

test("negative integers take ten bytes, as the format demands", () => {
  assert.equal(bytes("Attribute", { int: -1 }), [0x18, ...Array<number>(9).fill(0xff), 0x01]);
});

test("text and messages carry their length", () => {
  // opset_import = field 8: key 0x42; inside: domain "" (0x0a 0x00), version 23 (0x10 0x17)
  assert.equal(bytes("Model", { opsets: [{ domain: "", version: 23 }] }), [0x42, 4, 0x0a, 0, 0x10, 23]);
});

test("floats are four bytes little-endian", () => {
  // f = field 2, wire type 5: key 0x15; 1.5 = 0x3fc00000
  assert.equal(bytes("Attribute", { float: 1.5 }), [0x15, 0x00, 0x00, 0xc0, 0x3f]);
});

test("dimensions are packed; raw bytes stand as they are; absent fields are not written", () => {
  assert.equal(
    bytes("Tensor", { dims: [2, 300], raw: Uint8Array.of(7, 8), name: undefined }),
    [0x0a, 3, 2, 0xac, 0x02, 0x4a, 2, 7, 8],
  );
});

test("an unknown field is refused", () => {
  assert.throws(() => encode("Node", { colour: "red" }), /ONNX message Node has no field colour/);
});

test.run();
