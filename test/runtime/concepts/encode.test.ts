// Texts and tokens of pairs, and where-clauses. Token positions are counted by hand on the tiny byte-level tokenizer:
// every character is a token, but " good", " great", " bad", " is", " the", " A", " Yes", … are one token each.
import { rm } from "node:fs/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { joinsOf } from "../../../src/runtime/paper/protocols.js";
import {
  BASE,
  SYS_NEG,
  USER_POS,
  describeWhere,
  encodeMeasured,
  encodePair,
  shift,
  tokensOf,
} from "../../../src/runtime/concepts/index.js";
import type { WrittenOn } from "../../../src/runtime/paper/named-settings.js";
import type { EncodeOptions } from "../../../src/runtime/concepts/index.js";
import type { ContrastPair, Where } from "../../../src/runtime/concepts/types.js";
import { openCheckpoint, type Checkpoint } from "../../../src/runtime/models/index.js";
import { tinyLlama } from "../../models/tiny.js";
import { failureOf } from "./failures.js";

let folder = "";
let checkpoint: Checkpoint;
test.before(async () => {
  folder = await tinyLlama();
  checkpoint = await openCheckpoint(folder, { base: folder });
});
test.after(() => rm(folder, { recursive: true }));

const pair = (prompt: string, positive: string, negative: string): ContrastPair => ({
  prompt,
  positive,
  negative,
  row: 3,
  domain: null,
  letter: null,
  yes: null,
});
const persona = { positive: "Be kind.", negative: "Be rude." };
const options = (change: Partial<EncodeOptions> = {}): EncodeOptions => ({
  concept: { name: "Delight", format: "plain", persona },
  shift: BASE,
  model: { tokenizer: checkpoint.tokenizer, template: checkpoint.template, system: null },
  joins: joinsOf({}, "llama"),
  ...change,
});
const chat = { name: "Delight", format: "chat", persona } as const;
const decode = (ids: readonly number[]) => checkpoint.tokenizer.decode(ids);

test("plain: prompt and answer as they stand", () => {
  const encoded = encodePair(pair("It is", " good", " bad"), options());
  assert.is(encoded.promptText, "It is");
  assert.is(decode(encoded.positive), "It is good");
  // "I", "t", " is" | " good": the answers part at token 3.
  assert.is(encoded.differ, 3);
  assert.is(encoded.boundary, 3);
  assert.equal(encoded.prompt, encoded.positive.slice(0, 3));
});

test("plain: shifts stand before the prompt", () => {
  const text = (wanted: EncodeOptions["shift"]) =>
    encodePair(pair("It is", " good", " bad"), options({ shift: wanted })).promptText;
  assert.is(text(USER_POS), "Be kind.\n\nIt is");
  assert.is(text(SYS_NEG), "Be rude.\n\nIt is");
  assert.is(text(shift({ name: "S", system: "a", prefix: "b" })), "a\n\nb\n\nIt is");
});

test("chat: template, system message, prefix, one space before the stripped answer", () => {
  const model = { ...options().model, system: "Be brief." };
  const encoded = encodePair(pair(" Which? ", " (A)", "(B) "), options({ concept: chat, model }));
  assert.is(
    decode(encoded.positive),
    "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhich?<|im_end|>\n<|im_start|>assistant\n (A)",
  );
  assert.is(decode(encoded.negative).slice(-4), " (B)");
  const shifted = (wanted: EncodeOptions["shift"]) =>
    encodePair(pair("Which?", "(A)", "(B)"), options({ concept: chat, model, shift: wanted })).promptText;
  assert.ok(shifted(SYS_NEG).startsWith("<|im_start|>system\nBe rude.<|im_end|>\n<|im_start|>user\nWhich?"));
  assert.ok(shifted(USER_POS).includes("system\nBe brief.<|im_end|>\n<|im_start|>user\nBe kind.\n\nWhich?"));
});

test("joins of the protocols", () => {
  const text = (protocol: "as-run" | "steering-bench", family: "llama" | "qwen2") => {
    const joins = joinsOf({ protocol }, family);
    const encoded = encodePair(
      pair("Which?", " (A)", " (B)"),
      options({ concept: chat, shift: USER_POS, joins }),
    );
    return decode(encoded.positive);
  };
  assert.ok(text("as-run", "qwen2").endsWith("<|im_start|>assistant (A)")); // the lost newline
  assert.ok(text("as-run", "llama").endsWith("<|im_start|>assistant\n (A)"));
  assert.ok(text("steering-bench", "llama").endsWith("assistant\n  (A)")); // two spaces
  assert.ok(text("steering-bench", "llama").includes("user\nBe kind.Which?")); // no blank line
});

test("every setting of the joins acts, by hand", () => {
  const text = (settings: WrittenOn<"evaluation">, prompt = "Which?") => {
    const joins = joinsOf({ settings }, "llama");
    const encoded = encodePair(
      pair(prompt, " (A)", " (B)"),
      options({ concept: chat, shift: USER_POS, joins }),
    );
    return decode(encoded.positive);
  };
  assert.ok(
    text({}, "  Which? ").endsWith("user\nBe kind.\n\nWhich?<|im_end|>\n<|im_start|>assistant\n (A)"),
  );
  assert.ok(text({ "prompt space": "kept" }, "  Which? ").includes("\n\n  Which? <|im_end|>"));
  assert.ok(text({ "answer space": "kept" }).endsWith("assistant\n  (A)"));
  assert.ok(text({ "before answer": "nothing" }).endsWith("assistant\n(A)"));
  assert.ok(text({ "before answer": "nothing", "answer space": "kept" }).endsWith("assistant\n (A)"));
  assert.ok(text({ "after prefix": "nothing" }).includes("Be kind.Which?"));
  assert.ok(text({ "prompt end": "trimmed" }).endsWith("<|im_start|>assistant (A)"));
  assert.ok(text({ "prompt end": "trimmed for qwen2" }).endsWith("assistant\n (A)"));
});

test("the form of Qwen for a model with another template", () => {
  const template = { source: "", render: () => "[INST] Which? [/INST]" };
  const model = { ...options().model, template, system: "Be brief." };
  const text = (settings: WrittenOn<"vector">) =>
    decode(
      encodePair(
        pair("Which?", "(A)", "(B)"),
        options({ concept: chat, model, joins: joinsOf({ settings }, "llama") }),
      ).positive,
    );
  assert.is(text({}), "[INST] Which? [/INST] (A)");
  assert.is(
    text({ template: "qwen", "prompt end": "trimmed" }),
    "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhich?<|im_end|>\n<|im_start|>assistant (A)",
  );
});

test("the beginning-of-sequence token: once, or again where the protocol does so", () => {
  const begin = checkpoint.tokenizer.encode("<|im_start|>")[0]!;
  const tokenizer = {
    ...checkpoint.tokenizer,
    bos: begin,
    encode: (t: string) => checkpoint.tokenizer.encode(t),
  };
  const model = { ...options().model, tokenizer };
  const first = (protocol: "steering-bench" | null) =>
    encodePair(
      pair("Which?", "(A)", "(B)"),
      options({ concept: chat, model, joins: joinsOf({ protocol }, "llama") }),
    ).positive.slice(0, 2);
  assert.is(first(null).filter((id) => id === begin).length, 1);
  assert.equal(first("steering-bench"), [begin, begin]);
  const again = joinsOf({ settings: { "beginning of text": "again" } }, "llama");
  assert.equal(
    encodePair(pair("Which?", "(A)", "(B)"), options({ concept: chat, model, joins: again })).positive.slice(
      0,
      2,
    ),
    [begin, begin],
  );
  assert.is(encodePair(pair("It", " good", " bad"), options({ model })).positive[0], begin);
});

test("a tokenizer that merges the prompt's end with the answer moves the boundary back", () => {
  // "the" + " " | "good": alone the prompt ends with a space token, whole it is " good".
  const encoded = encodePair(pair("I see ", "good", "bad"), options());
  assert.is(encoded.prompt.length, encoded.boundary + 1);
  assert.is(encoded.differ, encoded.boundary);
});

test("where-clauses on a text of 8 tokens: 5 of prompt, answers part at 6", () => {
  const encoded = {
    concept: "Delight",
    row: 3,
    prompt: [1, 2, 3, 4, 5],
    positive: [1, 2, 3, 4, 5, 6, 7, 8],
    negative: [1, 2, 3, 4, 5, 6, 9, 8, 8],
    differ: 6,
    boundary: 5,
    promptText: "",
    bytes: () => new Uint8Array(),
  };
  const read = (where: Where) => tokensOf(where, encoded, "positive", "read");
  const steer = (where: Where) => tokensOf(where, encoded, "positive", "steer");
  assert.equal(read({ kind: "answer" }), [6]);
  assert.equal(steer({ kind: "answer" }), [5]);
  assert.equal(steer({ kind: "from answer" }), [5, 6, 7]);
  assert.equal(tokensOf({ kind: "from answer" }, encoded, "negative", "steer"), [5, 6, 7, 8]);
  assert.equal(read({ kind: "prompt end" }), [4]);
  assert.equal(steer({ kind: "from prompt end" }), [4, 5, 6, 7]);
  assert.equal(read({ kind: "last" }), [7]);
  assert.equal(read({ kind: "token", index: -2 }), [6]);
  assert.equal(read({ kind: "token", index: 0 }), [0]);
  assert.equal(steer({ kind: "tokens", from: -3, to: null }), [5, 6, 7]);
  assert.equal(steer({ kind: "tokens", from: 2, to: 3 }), [2, 3]);
  assert.equal(steer({ kind: "everywhere" }), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.is(describeWhere({ kind: "tokens", from: -3, to: null }), "tokens -3..");
});

test("a phrase: the tokens of every occurrence, whole words or parts of tokens", () => {
  // "I", "t", " is", " ", "l", "i", "k", "e", " i", "t", " is" | " good"
  const encoded = encodePair(pair("It is like it is", " good", " bad"), options());
  const tokens = (text: string) => tokensOf({ kind: "phrase", text }, encoded, "positive", "read");
  assert.equal(tokens("t is"), [1, 2, 9, 10]);
  assert.equal(tokens("is"), [2, 10]);
  assert.equal(tokens("is like"), [2, 3, 4, 5, 6, 7]);
  assert.equal(tokens("s good"), [10, 11]);
  assert.equal(tokensOf({ kind: "phrase", text: "bad" }, encoded, "negative", "steer"), [11]);
  // A character of several bytes, each a token of its own; occurrences that overlap.
  const umlauts = encodePair(pair("üü ananas", " good", " bad"), options());
  assert.equal(tokensOf({ kind: "phrase", text: "ü" }, umlauts, "positive", "read"), [0, 1, 2, 3]);
  assert.equal(tokensOf({ kind: "phrase", text: "ana" }, umlauts, "positive", "read"), [4, 5, 6, 7, 8]);
  assert.is(describeWhere({ kind: "phrase", text: 'a "b"' }), 'phrase "a \\"b\\""');
});

const refused: readonly [string, () => unknown, string][] = [
  [
    "a clause that selects no token",
    () => {
      const encoded = encodePair(pair("It is", " good", " bad"), options());
      return tokensOf({ kind: "token", index: 9 }, encoded, "positive", "read");
    },
    "E431: The clause `token 9` selects no token of row 3 of Delight, whose text has 4 tokens. " +
      "Use a clause that every text has, such as `answer` or `last`.",
  ],
  [
    "a phrase that is in one answer only",
    () => {
      const encoded = encodePair(pair("It is", " good", " bad"), options());
      return tokensOf({ kind: "phrase", text: "good" }, encoded, "negative", "read");
    },
    'E431: The clause `phrase "good"` selects no token of row 3 of Delight, whose text has 4 tokens. ' +
      "Use a clause that every text has, such as `answer` or `last`.",
  ],
  [
    "one answer begins the other",
    () => encodePair(pair("It is", " good", " good I"), options()),
    'E432: The answers of row 3 of Delight cannot be told apart: "good" and "good I" begin alike and one ends there. ' +
      "Change one of the answers so that they differ in a token that both have.",
  ],
  [
    "nothing before the answer",
    () => encodeMeasured(pair("", " good", " bad"), options()),
    "E434: Row 3 of Delight has no token before its answer, so nothing predicts it. Give the pair a prompt.",
  ],
  [
    "answers that are no letters, under a protocol made for them",
    () => encodePair(pair("It is", " good", " bad"), options({ letters: true })),
    'E433: The answers of row 3 of Delight do not differ in their token before the last only: they are " good" and " bad". ' +
      "Leave out the protocol, which is made for answers such as (A) and (B), or use such answers.",
  ],
  [
    "no chat template",
    () =>
      encodePair(
        pair("It", "a", "b"),
        options({ concept: chat, model: { ...options().model, template: null } }),
      ),
    "E430: The concept Delight asks for chat prompts, but the model has no chat template. " +
      "Use `format plain`, or a chat model.",
  ],
  [
    "a shift without its persona",
    () => encodePair(pair("It", "a", "b"), options({ concept: { ...chat, persona: null }, shift: USER_POS })),
    "E420: The shift USER_POS needs the persona of Delight, which has none. " +
      'Add `persona "You …" | "You don\'t …"` to the concept.',
  ],
  [
    "a shift that changes nothing",
    () => shift({ name: "Odd" }),
    "E421: The shift Odd changes nothing: it has neither a system message nor a user prefix. " +
      'Write `shift Odd = system "…"` or `shift Odd = user prefix "…"`, or use BASE.',
  ],
  [
    "a text longer than the context",
    () => encodePair(pair("It is", " good", " bad"), options({ context: 3 })),
    "E504: Row 3 of Delight is too long for the model: it has 4 tokens, and the context has 3 " +
      "(3 of them are its prompt, 1 its positive answer). " +
      "Shorten it or leave it out, or use a model with a longer context.",
  ],
  [
    // No token of the tiny tokenizer spells more than the ten letters of " wonderful" or " excellent", or an added mark of 13.
    "a text that is too long to be worth cutting, under a shift",
    () =>
      encodePair(
        pair("It is ".repeat(4_000_000), " good", " bad"),
        options({ context: 4096, shift: USER_POS }),
      ),
    "E504: Row 3 of Delight under USER_POS is too long for the model: it has at least 1,230,770 tokens, and the context has 4,096 " +
      "(its prompt alone has 16,000,000 bytes without white space, and no token has more than 13). " +
      "Shorten it or leave it out, or use a model with a longer context.",
  ],
];
for (const [what, work, message] of refused)
  test(what, async () => {
    const error = await failureOf(work);
    assert.is(error.message, message);
  });

test.run();
