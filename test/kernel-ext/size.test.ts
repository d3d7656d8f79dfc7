// Sizes of pictures, on the header of a PNG made by hand: signature, IHDR, width 947 (0x03b3), height 728 (0x02d8).
import { Buffer } from "node:buffer";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { metadataOf } from "../../src/kernel-ext/host/picture-size.js";

const header = [
  0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 3, 0xb3, 0, 0, 2, 0xd8,
];
const png = Buffer.from([...header, ...Array<number>(40).fill(0)]).toString("base64");

test("a chart's picture is shown at two thirds of its pixels", () => {
  assert.equal(metadataOf({ "application/vnd.vegalite.v5+json": {}, "image/png": png }), {
    "image/png": { width: 631, height: 485 },
  });
});

test("other pictures and other displays keep their size", () => {
  assert.equal(metadataOf({ "image/png": png }), {});
  assert.equal(metadataOf({ "text/plain": "a" }), {});
});

test.run();
