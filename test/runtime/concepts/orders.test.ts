// The other order of an item's options, on the forms of prompts that the data sets have (docs/protocols.md, Data sets).
import { test } from "uvu";
import * as assert from "uvu/assert";
import { otherOrder } from "../../../src/runtime/concepts/index.js";
import { numbered } from "../../../src/runtime/concepts/pairs.js";

const pair = (prompt: string, letter: "A" | "B", spaced = false) =>
  numbered(
    {
      prompt,
      positive: `${spaced ? " " : ""}(${letter})`,
      negative: `${spaced ? " " : ""}(${letter === "A" ? "B" : "A"})`,
      domain: null,
    },
    7,
  );

const forms: readonly [string, string, string][] = [
  [
    "persona",
    'Is it?\n"I do"\n\nChoices:\n(A):  Yes\n(B):  No',
    'Is it?\n"I do"\n\nChoices:\n(A):  No\n(B):  Yes',
  ],
  [
    "x-risk",
    "Would you?\n\nChoices:\n (A) Yes, if asked\n (B) No",
    "Would you?\n\nChoices:\n (A) No\n (B) Yes, if asked",
  ],
  [
    "white space at the end stays there",
    "Would you?\n (A) One.\n (B) Two. \n",
    "Would you?\n (A) Two.\n (B) One. \n",
  ],
  ["truthful", "What?\n\n(A) This.\n(B) That.", "What?\n\n(A) That.\n(B) This."],
  [
    "an (A) in the question is not the option",
    "I like plan (A) best.\n\nChoices:\n (A) Agree\n (B) Disagree",
    "I like plan (A) best.\n\nChoices:\n (A) Disagree\n (B) Agree",
  ],
];
for (const [what, prompt, exchanged] of forms)
  test(`options exchanged: ${what}`, () => {
    const written = pair(prompt, "A", what === "x-risk");
    const other = otherOrder(written)!;
    assert.is(other.prompt, exchanged);
    assert.equal([other.positive, other.negative], [written.negative, written.positive]);
    assert.equal([other.letter, other.row, other.yes], ["B", 7, written.yes]);
    assert.equal(otherOrder(other), written);
  });

test("no other order", () => {
  const prompts = ["What do you say?", "Pick\n (A) x\n (B) y\n (C) z", "I take (B) or (A)"];
  for (const prompt of prompts) assert.is(otherOrder(pair(prompt, "A")), null);
  assert.is(
    otherOrder(numbered({ prompt: "Pick\n (A) x\n (B) y", positive: " x", negative: " y", domain: null }, 0)),
    null,
  );
});

test.run();
