// Rotary tables by hand: frequencies theta^(-2i/size), and Llama 3.1's rescaling at its three regimes.
// (Against transformers: test/runtime/engine/oracle.test.ts.)
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rotaryTables } from "../../../src/runtime/graph/rotary.js";

const near = (got: number | undefined, expected: number): void =>
  assert.ok(Math.abs(got! - expected) < 1e-6, `${got} for ${expected}`);

test("plain: position 3 of a head of 4 turns by 3 and 3/100", () => {
  const { cos, sin, shape } = rotaryTables({ theta: 10000, scaling: { kind: "none" } }, 4, 5);
  assert.equal(shape, [5, 2]);
  near(cos[6], Math.cos(3));
  near(sin[7], Math.sin(0.03));
  assert.is(cos[0], 1);
});

test("linear: positions are divided by the factor", () => {
  const { sin } = rotaryTables({ theta: 10000, scaling: { kind: "linear", factor: 4 } }, 4, 9);
  near(sin[16], Math.sin(2));
});

test("llama3: fast frequencies stay, slow ones are divided, and between them the two are blended", () => {
  // theta 100, head of 4: frequencies 1 and 0.1. Context 64: turns 10.19 and 1.019; bounds 1 and 4:
  // the first stays, the second is blended with share (1.019 - 1) / 3 of the plain one.
  const scaling = {
    kind: "llama3",
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContext: 64,
  } as const;
  const { sin } = rotaryTables({ theta: 100, scaling }, 4, 2);
  const turns = (64 * 0.1) / (2 * Math.PI);
  const share = (turns - 1) / 3;
  near(sin[2], Math.sin(1));
  near(sin[3], Math.sin((1 - share) * (0.1 / 8) + share * 0.1));
});

test.run();
