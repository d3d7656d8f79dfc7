// The words of a score in the answers' place, on the tiny byte-level tokenizer: every character is a token, but " good", " great",
// " bad", " Yes", " No", " A", … are one token each, so which form stands at a place can be told by hand.
import { rm } from "node:fs/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { joinsOf } from "../../../src/runtime/paper/protocols.js";
import type { WrittenOn } from "../../../src/runtime/paper/named-settings.js";
import { BASE, encodePair } from "../../../src/runtime/concepts/index.js";
import { scoreOf, wordsRead } from "../../../src/runtime/evaluation/design/scores.js";
import { wordTokens } from "../../../src/runtime/evaluation/design/word-tokens.js";
import { openCheckpoint, type Checkpoint } from "../../../src/runtime/models/index.js";
import { tinyLlama } from "../../models/tiny.js";
import { failureOf } from "../concepts/failures.js";

let folder = "";
let checkpoint: Checkpoint;
test.before(async () => {
  folder = await tinyLlama();
  checkpoint = await openCheckpoint(folder, { base: folder });
});
test.after(() => rm(folder, { recursive: true }));

type Format = "plain" | "chat";
const encoded = (
  [prompt, positive, negative]: readonly [string, string, string],
  format: Format = "plain",
  settings: WrittenOn<"evaluation"> = {},
) => {
  const { tokenizer, template } = checkpoint;
  const pair = { prompt, positive, negative, row: 3, domain: null, letter: null, yes: null };
  return encodePair(pair, {
    concept: { name: "C", format, persona: null },
    shift: BASE,
    model: { tokenizer, template, system: null },
    joins: joinsOf({ settings }, "llama"),
  });
};

/** The tokens of the words on each side, as texts. */
const tokens = (pair: ReturnType<typeof encoded>, positive: string[], negative: string[]) => {
  const found = wordTokens({ positive, negative }, pair, checkpoint.tokenizer);
  return [found.positive, found.negative].map((ids) => ids.map((id) => checkpoint.tokenizer.piece(id)));
};

test("a word without a space is joined as the answers are: plain text", () => {
  const pair = encoded(["It is", " good", " bad"]);
  assert.equal(tokens(pair, ["great", "good"], ["awful"]), [[" great", " good"], [" awful"]]);
  assert.equal(tokens(pair, [" great"], [" awful"]), [[" great"], [" awful"]]);
  assert.equal(tokens(pair, ["great", " great"], ["awful"]), [[" great"], [" awful"]]); // the same token counts once
});

test("a prompt that ends with the space, or with a line break", () => {
  assert.equal(tokens(encoded(["It is ", "good", "bad"]), ["great"], ["awful"]), [[" great"], [" awful"]]);
  assert.equal(tokens(encoded(["It is\n", "A", "B"]), ["A"], ["B"]), [["A"], ["B"]]);
  assert.equal(tokens(encoded(["It is\n", "A", "B"]), [" A"], [" B"]), [[" A"], [" B"]]);
});

test("chat: as `setting before answer` joins the answers", () => {
  const yes = ["Really?", "A", "B"] as const;
  assert.equal(tokens(encoded(yes, "chat"), ["A"], ["B"]), [[" A"], [" B"]]);
  const nothing = encoded(yes, "chat", { "before answer": "nothing" });
  assert.equal(tokens(nothing, ["A"], ["B"]), [["A"], ["B"]]);
  assert.equal(tokens(nothing, [" A"], [" B"]), [[" A"], [" B"]]);
});

test("each side is joined as its own answer", () => {
  assert.equal(tokens(encoded(["It is", " A", "B"]), ["A"], ["B"]), [[" A"], ["B"]]);
});

test("answers that begin alike: words stand where they part", () => {
  const pair = encoded(["It is", " the good", " the bad"]);
  assert.equal(tokens(pair, ["great"], ["awful"]), [[" great"], [" awful"]]);
});

const place =
  "Use words that are one token each, written with a space before them if one belongs there, or `score log-prob difference` with whole answers.";
const refused: readonly [string, readonly [string, string, string], string, string][] = [
  [
    "a word of several tokens",
    ["It is", " good", " bad"],
    "fine",
    `E609: The word "fine" is not one token in the answer's place of row 3 of C: as " fine" it is " " "f" "i" "n" "e". ${place}`,
  ],
  [
    "a word that is one token only behind a space",
    ["It is\n", "A", "B"],
    "good",
    `E609: The word "good" is not one token in the answer's place of row 3 of C: as "good" it is "g" "o" "o" "d". ${place}`,
  ],
  [
    "a word that merges with the text before it",
    ["It is goo", "x", "y"],
    "d",
    `E609: The word "d" is not one token in the answer's place of row 3 of C: as "d" it merges with the text before it into " good". ${place}`,
  ],
  [
    "a second space",
    ["It is ", "good", "bad"],
    "  good",
    `E609: The word "  good" is not one token in the answer's place of row 3 of C: as "  good" it is " " " good". ${place}`,
  ],
  [
    "answers that part inside a word",
    ["It is", " the1", " then"],
    "great",
    'E640: Words cannot be read on row 3 of C: its answers part inside a word, behind "the", where no word begins. ' +
      "Use answers whose first words differ from their first letter on, or `score logit difference`.",
  ],
];
for (const [what, pair, word, message] of refused)
  test(`refused: ${what}`, async () => {
    const error = await failureOf(() => tokens(encoded(pair), [word], ["!"]));
    assert.is(error.message, message);
  });

test("the same token on both sides, in this text only", async () => {
  const pair = encoded(["It is", " good", " bad"]);
  const error = await failureOf(() => tokens(pair, ["good"], [" good"]));
  assert.is(
    error.message,
    'E610: The word " good" stands on both sides of the score. Remove it from one side.',
  );
});

test("the forms that were read, with how many items have each", () => {
  const score = scoreOf({ positive: ["A"], negative: ["B"] }, checkpoint.tokenizer);
  const items = [
    encoded(["It is", " A", " B"]),
    encoded(["It is\n", "A", "B"]),
    encoded(["I am", " A", " B"]),
  ];
  assert.is(
    wordsRead(
      items.map((pair) => score.ask(pair)),
      score,
      checkpoint.tokenizer,
    ),
    '" A" | " B" on 2 items; "A" | "B" on 1 item',
  );
  // Read one token before the place, in one read for each side.
  assert.equal(
    score
      .ask(items[1]!)[0]!
      .reads.map(({ at, ids }) => [at, ids.map((id) => checkpoint.tokenizer.piece(id))]),
    [
      [items[1]!.differ - 1, ["A"]],
      [items[1]!.differ - 1, ["B"]],
    ],
  );
});

test.run();
