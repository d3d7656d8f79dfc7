// What drift is measured on, and what it costs: on the tiny model, whose tokenizer spells English out.
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import { klByLayer } from "../../../src/runtime/analyses/kl-by-layer.js";
import { measure, planMeasure } from "../../../src/runtime/evaluation/index.js";
import { neutralPrompts, type Asked } from "../../../src/runtime/evaluation/controls/neutral-prompts.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

const test = suite("drift");
let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 4 });
});
test.after(() => session.close());

/** Both answers begin with the same token, " so": the letter that follows a prompt is the same whatever is steered. */
const shared = () =>
  concept({
    name: "Film",
    pairs: tinyPairs(12).map((pair) => ({
      ...pair,
      positive: ` so${pair.positive}`,
      negative: ` so${pair.negative}`,
    })),
  });
const asked = (): Asked => ({ model: session.tiny, where: { kind: "from answer" }, format: "plain" });
const own = () => join(session.folder, "neutral.jsonl");

test("without neutral prompts: the pairs, read where their answers part, steered from there", async () => {
  const planned = await session.tiny.plan();
  const on = shared();
  const { words, list } = neutralPrompts([on], "test", asked(), planned);
  assert.is(words, `${on.splits.test.length} test pairs themselves, where their answers part`);
  const pair = on.pairs[on.splits.test[0]!]!;
  const { tokenizer } = planned.checkpoint;
  const text = tokenizer.encode(`${pair.prompt} so`);
  assert.equal(list[0], { tokens: text, steered: [text.length - 1] });
  const whole = neutralPrompts([on], "test", { ...asked(), where: { kind: "everywhere" } }, planned);
  assert.equal(
    whole.list[0]!.steered,
    text.map((_, i) => i),
  );
});

test("a clause that selects nothing before the answers part: steered at the last token, and said", async () => {
  const planned = await session.tiny.plan();
  const late = neutralPrompts([shared()], "test", { ...asked(), where: { kind: "last" } }, planned);
  assert.match(late.words, ", steered at the last token");
  const [probe] = late.list;
  assert.equal(probe!.steered, [probe!.tokens.length - 1]);
});

test("a model's own neutral prompts stand beside its weights; what a concept asks itself is left out", async () => {
  const on = shared();
  const lines = ["Rain is", "Snow is", on.pairs[0]!.prompt].map((prompt) =>
    JSON.stringify({ prompt, format: "plain" }),
  );
  await writeFile(own(), lines.join("\n"));
  try {
    const planned = await session.tiny.plan();
    const { words, list } = neutralPrompts([on], "test", { ...asked(), format: "chat" }, planned);
    assert.is(words, "2 neutral prompts");
    assert.equal(
      list.map(({ tokens }) => tokens),
      ["Rain is", "Snow is"].map((text) => planned.checkpoint.tokenizer.encode(text)),
    );
    const vector = extract({ name: "v", concept: on, model: session.tiny });
    const [line] = await klByLayer({ vector, layers: [1], multipliers: [2] });
    const [same] = await klByLayer({
      vector,
      layers: [1],
      multipliers: [2],
      prompts: ["Rain is", "Snow is"],
    });
    assert.is(line!.kl, same!.kl);
    assert.ok(line!.kl > 0);
  } finally {
    await rm(own());
  }
});

test("the receipt and the plan say what drift costs: two changes and the untouched text, on each prompt", async () => {
  const on = shared();
  const vector = extract({ name: "v", concept: on, model: session.tiny });
  const spec = { name: "e", vector, on, layers: [1, 2], against: { random: 0 } };
  const before = await planMeasure(spec);
  const { receipt } = await measure(spec);
  const pairs = on.splits.test.length;
  assert.is(receipt.cost.kl.vocabularyRows, 3 * pairs);
  const { passes, tokens, vocabularyRows } = before.kl.cost;
  assert.equal({ passes, tokens, vocabularyRows }, receipt.cost.kl);
  assert.equal([before.kl.cells, before.kl.stored], [2 * pairs, 0]);
  const after = await planMeasure(spec);
  assert.equal([after.kl.stored, after.kl.cost.passes], [2 * pairs, 0]);
});

test("what is in the store answers for its prompts only: others are measured anew", async () => {
  const on = shared();
  const vector = extract({ name: "v", concept: on, model: session.tiny });
  const measured = async () => {
    const { receipt } = await measure({ name: "e", vector, on, layers: [1], against: { random: 0 } });
    return { check: receipt.check, drift: receipt.vectors[0]!.kl["1"]! };
  };
  const pairs = await measured();
  await writeFile(own(), JSON.stringify({ prompt: "Rain is", format: "plain" }));
  try {
    const [line] = await klByLayer({ vector, layers: [1], multipliers: [1.5], prompts: ["Rain is"] });
    assert.equal(await measured(), { check: pairs.check, drift: line!.kl });
    assert.is.not(line!.kl, pairs.drift);
  } finally {
    await rm(own());
  }
  assert.equal(await measured(), pairs);
});

test.run();
