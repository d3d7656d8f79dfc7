// Choosing and ending by hand: small rows of logits, and numbers of CPython's random.Random(seed).random().
import { test } from "uvu";
import * as assert from "uvu/assert";
import { tokenChooser, greedy, logProb } from "../../../src/runtime/generation/next-token.js";
import { endTokens, stoppedBy } from "../../../src/runtime/generation/stop-conditions.js";
import type { TextTokenizer } from "../../../src/runtime/models/types.js";

const row = (...logits: number[]) => Float32Array.from(logits);

test("greedy takes the largest, of equal ones the first", () => {
  assert.is(greedy(row(1, 3, 2)), 1);
  assert.is(greedy(row(2, 5, 5)), 1);
});

test("log p by hand", () => {
  // Odds 1 : 1 : 2.
  assert.ok(Math.abs(logProb(row(0, 0, Math.log(2)), 2) - Math.log(0.5)) < 1e-6);
});

test("drawing inverts the cumulative distribution in the order of ids", () => {
  // random.Random(7).random(): 0.3238, 0.1508, 0.6509, 0.0724, 0.5359. Odds 1 : 1 : 2 -> borders 0.25, 0.5.
  const { choose: draw } = tokenChooser({ temperature: 1, seed: 7 });
  assert.equal(
    Array.from({ length: 5 }, () => draw(row(0, 0, Math.log(2)))),
    [1, 0, 2, 0, 2],
  );
  // Temperature 0.5 squares the odds: 1 : 1 : 4 -> borders 1/6, 2/6.
  const { choose: cold } = tokenChooser({ temperature: 0.5, seed: 7 });
  assert.equal(
    Array.from({ length: 5 }, () => cold(row(0, 0, Math.log(2)))),
    [1, 0, 2, 0, 2],
  );
  // Only the two largest, of equal ones the first: odds 1 : 0 : 2 -> border 1/3.
  const { choose: top } = tokenChooser({ temperature: 1, top: 2, seed: 7 });
  assert.equal(
    Array.from({ length: 5 }, () => top(row(0, 0, Math.log(2)))),
    [0, 0, 2, 0, 2],
  );
});

test("a text that goes on draws the numbers that it would have drawn", () => {
  const whole = tokenChooser({ temperature: 1, seed: 7 });
  const later = tokenChooser({ temperature: 1, seed: 7 });
  const logits = row(0, 0.5, 1);
  const drawn = Array.from({ length: 9 }, () => whole.choose(logits));
  later.skip(4);
  assert.equal(
    Array.from({ length: 5 }, () => later.choose(logits)),
    drawn.slice(4),
  );
});

/** Letters as tokens: 0 is "a"; 26 ends. */
const letters: TextTokenizer = {
  encode: (text) => (text.startsWith("<end>") ? [26] : [...text].map((c) => c.charCodeAt(0) - 97)),
  decode: (ids) => ids.map((id) => (id === 26 ? "<end>" : String.fromCharCode(97 + id))).join(""),
  piece: (id) => (id === 26 ? "<end>" : String.fromCharCode(97 + id)),
  bytes: (id) => Buffer.from(id === 26 ? "<end>" : String.fromCharCode(97 + id)),
  added: (id) => id === 26,
  size: 27,
  longest: 5,
  bos: null,
  eos: null,
};

test("a text ends at the model's end, at a stop text, or at its length", () => {
  const stops = { ends: [26], texts: ["cd", "bc"], tokens: 6 };
  assert.is(stoppedBy([0, 1], stops, letters), null);
  assert.equal(stoppedBy([0, 26], stops, letters), { stopped: "end", text: "a" });
  assert.equal(stoppedBy([0, 1, 2], stops, letters), { stopped: "stop text", text: "a" });
  assert.equal(stoppedBy([5, 5, 5, 5, 5, 5], stops, letters), { stopped: "length", text: "ffffff" });
});

test("the chat template says what ends a turn, unless it writes ordinary text there", () => {
  const template = (end: string) => ({
    source: "",
    render: (messages: readonly { content: string }[]) =>
      messages.map(({ content }) => content + end).join(""),
  });
  assert.equal(endTokens({ tokenizer: letters, template: template("<end>") }), [26]);
  assert.equal(endTokens({ tokenizer: letters, template: template("x") }), []);
  assert.equal(endTokens({ tokenizer: { ...letters, eos: 3 }, template: template("<end>") }), [3, 26]);
  const refusing = {
    source: "",
    render: () => {
      throw new Error("no");
    },
  };
  assert.equal(endTokens({ tokenizer: { ...letters, eos: 3 }, template: refusing }), [3]);
});

test.run();
