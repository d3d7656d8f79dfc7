// Shifts that leave prompts as they were, with templates that drop the system message, always or for some prompts; by hand.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { joinsOf } from "../../../src/runtime/paper/protocols.js";
import {
  BASE,
  SYS_NEG,
  SYS_POS,
  USER_POS,
  lostSystem,
  samePrompts,
  shift,
} from "../../../src/runtime/concepts/index.js";
import { lostSystemWords, sameWords } from "../../../src/runtime/concepts/prompts/shift-notices.js";
import type { Shift } from "../../../src/runtime/concepts/types.js";
import { chatTemplate } from "../../../src/runtime/models/template/chat-template.js";
import { textTokenizer } from "../../../src/runtime/models/tokenizer/tokenizer.js";
import { tinyTokenizer } from "../../models/tokenizer.js";

const turns = (rule: string) =>
  `{% for m in messages %}{% if ${rule} %}[{{ m.role }}]{{ m.content }}\n{% endif %}{% endfor %}[assistant]\n`;
const dropping = turns("m.role != 'system'");
const whole = turns("true");
// Leaves the system message out where the question is a long one.
const some = turns("m.role != 'system' or (messages | last).content | length < 5");

const concept = {
  name: "C",
  format: "chat",
  persona: { positive: "Be kind.", negative: "Be rude." },
} as const;
const pairs = ["Why?", "Who?", "What is it?"].map((prompt, row) => ({
  prompt,
  positive: "a",
  negative: "b",
  row,
  domain: null,
  letter: null,
  yes: null,
}));
const options = (source: string, system: string | null = null) => ({
  model: {
    tokenizer: textTokenizer(tinyTokenizer(), { addBos: false, bosText: null, eosText: null }, "tiny"),
    template: chatTemplate(source, { bos: "", eos: "" }),
    system,
  },
  joins: joinsOf({}, "llama"),
});
const words = (source: string, shifts: readonly Shift[], system: string | null = null) =>
  sameWords(
    samePrompts(
      concept,
      shifts.map((one) => ({ shift: one, pairs })),
      options(source, system),
    ),
  );

test("a template that keeps system messages: nothing to say", () => {
  assert.equal(words(whole, [BASE, SYS_POS, SYS_NEG, USER_POS]), []);
});

test("a template that drops them: the shifts are BASE again, said in one sentence, also where BASE is not tested", () => {
  const said = [
    "SYS_POS and SYS_NEG make the same prompts of C as BASE: the chat template leaves its system message out. " +
      "So numbers under SYS_POS and SYS_NEG are those under BASE, and say nothing about a change of prompt.",
  ];
  assert.equal(words(dropping, [BASE, SYS_POS, SYS_NEG, USER_POS]), said);
  assert.equal(words(dropping, [SYS_POS, SYS_NEG]), said);
});

test("some prompts only: how many", () => {
  assert.equal(words(some, [BASE, SYS_POS]), [
    "SYS_POS makes 1 of the 3 prompts of C the same as BASE: there the chat template leaves its system message out.",
  ]);
});

test("a shift that says what is there already, and two shifts that say the same", () => {
  const polite = shift({ name: "Polite", system: "Be kind." });
  assert.equal(words(whole, [BASE, polite], "Be kind."), [
    "Polite makes the same prompts of C as BASE: it has the same texts. " +
      "So numbers under Polite are those under BASE, and say nothing about a change of prompt.",
  ]);
  assert.equal(words(whole, [BASE, SYS_POS, polite]), [
    "Polite makes the same prompts of C as SYS_POS: it has the same texts. " +
      "So numbers under Polite are those under SYS_POS, and say nothing about a change of prompt.",
  ]);
});

test("the model's system message: in no prompt, in some, in all", () => {
  const lost = (source: string) => lostSystem(concept, pairs, options(source, "Be brief."));
  assert.equal([lost(dropping), lost(some), lost(whole)], [3, 1, 0]);
  const said = (n: number) => lostSystemWords("m", { lost: n, of: 3, concepts: "C", plain: false });
  assert.is(said(3), "The system message of m is in no prompt of C: the chat template leaves it out.");
  assert.is(
    said(1),
    "The system message of m is in 2 of the 3 prompts of C only: the chat template leaves it out.",
  );
  assert.is(said(0), null);
});

test.run();
