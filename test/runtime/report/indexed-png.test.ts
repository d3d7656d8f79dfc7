// PNGs with a palette: pixels come back as they were when there are at most 256 colours, and nearly so when there are more.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { indexedPng } from "../../../src/runtime/report/drawing/indexed-png.js";
import { pixelsOf } from "./pixels.js";

/** The pixels of a picture whose colour at x, y is given. */
function paint(
  width: number,
  height: number,
  at: (x: number, y: number) => readonly [number, number, number],
): Uint8Array {
  const rgba = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgba.set([...at(x, y), 255], 4 * (y * width + x));
  return rgba;
}

test("256 colours come back exactly, and twice as the same bytes", () => {
  const at = (x: number, y: number) => [x * 17, y * 17, (x ^ y) * 17] as const;
  const rgba = paint(16, 16, at);
  const png = indexedPng(rgba, 16, 16);
  const { width, height, colour } = pixelsOf(png);
  assert.equal([width, height], [16, 16]);
  for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) assert.equal(colour(x, y), at(x, y));
  assert.is(Buffer.compare(indexedPng(rgba, 16, 16), png), 0);
});

test("of 1000 shades of grey and blue, each is drawn within 8 steps of a channel", () => {
  const at = (x: number, y: number) => [x * 5, x * 5, Math.min(255, x * 5 + y)] as const;
  const { colour } = pixelsOf(indexedPng(paint(50, 20, at), 50, 20));
  for (let y = 0; y < 20; y++)
    for (let x = 0; x < 50; x++)
      at(x, y).forEach((value, i) => assert.ok(Math.abs(value - colour(x, y)[i]!) <= 8, `${x}, ${y}`));
});

test("one pixel", () => {
  assert.equal(
    pixelsOf(
      indexedPng(
        paint(1, 1, () => [1, 2, 3]),
        1,
        1,
      ),
    ).colour(0, 0),
    [1, 2, 3],
  );
});

test.run();
