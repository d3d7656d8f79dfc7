// Vectors of pairs whose contrast lies in the prompt, against transformers and PyTorch (contrast.json, made by contrast.py): in chat and in
// plain format, with one answer, an answer for each side or none, read at one token or averaged over several.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { USER_POS, SYS_POS, concept, shift } from "../../../src/runtime/concepts/index.js";
import type { Where } from "../../../src/runtime/concepts/types.js";
import type { ConceptSpec } from "../../../src/runtime/concepts/specs.js";
import { diagnose } from "../../../src/runtime/analyses/diagnose.js";
import { measure } from "../../../src/runtime/evaluation/index.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import { failureOf } from "../concepts/failures.js";
import { tinySession, type TinySession } from "./tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 7 });
});
test.after(() => session.close());

const expected = JSON.parse(await readFile(new URL("contrast.json", import.meta.url), "utf8")) as Record<
  string,
  Record<string, number[][]>
>;

const system = { positive: "You are great.", negative: "You are terrible, awful and bad." };
const turns = (plus: string) => [
  { role: "user", content: "It is" },
  { role: "assistant", content: "good" },
  { role: "user", content: `Be ${plus}.` },
];
const rows: Readonly<Record<string, readonly object[]>> = {
  user: [
    ["good", "bad"],
    ["wonderful", "an awful one"],
  ].map(([plus, minus]) => ({
    positive_messages: turns(plus!),
    negative_messages: turns(minus!),
    answer: "The film",
  })),
};

/** The same pairs as in contrast.py: in a program, and where they have several turns in a file. */
const cases: Readonly<Record<string, Omit<ConceptSpec, "name">>> = {
  system: {
    pairs: ["Is it good?", "Film a is"].map((user) => ({ system, user, answer: " I" })),
  },
  responses: {
    pairs: [
      { system, user: "Is it good?", answer: { positive: "It is good.", negative: "No" } },
      { system, user: "Film a is", answer: { positive: "great I say", negative: "bad, bad, bad" } },
    ],
  },
  user: { from: [{ path: "user.jsonl" }] },
  plain: {
    pairs: [
      { prompt: { positive: "A good", negative: "An awful" }, answer: " film" },
      { prompt: { positive: "The great", negative: "The terrible" }, answer: " I" },
    ],
  },
  "no answer": { pairs: [{ prompt: { positive: "It is good", negative: "It is awful, awful" } }] },
  sentences: { pairs: [{ prompt: "", positive: "It is good.", negative: "Film a is bad" }] },
};

for (const [name, spec] of Object.entries(cases))
  for (const [read, layers] of Object.entries(expected[name]!))
    test(`${name}, read ${read}`, async () => {
      if (rows[name])
        await writeFile(
          join(session.folder, `${name}.jsonl`),
          rows[name].map((row) => `${JSON.stringify(row)}\n`).join(""),
        );
      const made = concept({ name: "C", ...spec });
      assert.is(made.format, "plain no answer sentences".includes(name) ? "plain" : "chat");
      const where = { kind: read } as Where;
      const vector = extract({ name: "v", concept: made, model: session.tiny, read: where });
      const { byLayer } = await vector.directions();
      for (const [layer, numbers] of layers.entries()) {
        const own = byLayer.get(layer)!;
        assert.is(own.length, numbers.length);
        const size = Math.hypot(...numbers);
        const gap = Math.hypot(...numbers.map((value, i) => value - own[i]!));
        assert.ok(gap < 1e-5 * Math.max(1, size), `layer ${layer}: differs by ${gap} of ${size}`);
      }
    });

const spoken = () => concept({ name: "C", ...cases["system"] });

test("an answer that is not there cannot be read, and the words say what can", async () => {
  const made = concept({ name: "C", ...cases["no answer"] });
  for (const kind of ["answer", "whole answer"] as const) {
    const vector = extract({ name: "v", concept: made, model: session.tiny, read: { kind } });
    const { message } = await failureOf(() => vector.directions());
    assert.match(
      message,
      /^E431: The clause `(whole )?answer` selects no token of row 0 of C, whose text has \d+ tokens? and no answer\./,
    );
    assert.match(message, /Use `last` or `prompt end`, or give the pair an answer\.$/);
  }
});

test("a system message in the pairs leaves no room for a shift with another one, but for a prefix", async () => {
  const made = concept({
    name: "C",
    ...cases["system"],
    persona: { positive: "You are good.", negative: "You are bad." },
  });
  const under = (one: ReturnType<typeof shift>) =>
    extract({ name: "v", concept: made, model: session.tiny, under: one }).directions();
  for (const one of [SYS_POS, shift({ name: "Pirate", system: "Be a pirate." })])
    assert.is((await failureOf(() => under(one))).code, "E444");
  assert.is((await under(USER_POS)).pairs, 2);
});

test("two prompts have no two answers to compare: measuring them is refused, measuring their vector elsewhere is not", async () => {
  const vector = extract({ name: "v", concept: spoken(), model: session.tiny });
  const error = await failureOf(() => measure({ name: "e", vector, on: spoken(), layers: [1] }));
  assert.is(error.code, "E446");
  const answers = concept({ name: "D", pairs: [{ prompt: "It is", positive: " good", negative: " bad" }] });
  const measured = await measure({ name: "e", vector, on: answers, layers: [1], against: {} });
  assert.is(measured.summary.length, 1);
});

test("a diagnosis of such a vector has no cosine with answers in the output", async () => {
  const { lines } = await diagnose({
    vectors: extract({ name: "v", concept: spoken(), model: session.tiny, layers: [1] }),
  });
  assert.equal(
    lines.map(({ output, letter, yes, pairs }) => [output, letter, yes, pairs]),
    [[null, null, null, 2]],
  );
});

test("a conversation with one prompt and two answers is measured as it stands", async () => {
  await writeFile(
    join(session.folder, "turns.jsonl"),
    `${JSON.stringify({ messages: [{ role: "system", content: "Be great." }, ...turns("good")], positive: "good", negative: "bad" })}\n`,
  );
  const made = concept({ name: "C", from: [{ path: "turns.jsonl" }] });
  const vector = extract({ name: "v", concept: made, model: session.tiny, layers: [1] });
  const { items } = await measure({ name: "e", vector, on: made, layers: [1], against: {} });
  assert.is(items.length > 0, true);
});

test.run();
