// The numbers of record: ../shared/fixtures/smollm2_interest_in_science.json, made by the unmodified steering-bench and
// steering-vectors (PyTorch, fp32) on SmolLM2-135M-Instruct (GGUF Q4_1, dequantised). Skipped, aloud, when the fixture,
// the data set or the model is not there.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { joinsOf } from "../../../src/runtime/paper/protocols.js";
import { BASE, concept, encodePair, partOf } from "../../../src/runtime/concepts/index.js";
import type { MeasureSpec } from "../../../src/runtime/evaluation/specs.js";
import { measure } from "../../../src/runtime/evaluation/index.js";
import { findSmolLM2, type Checkpoint } from "../../../src/runtime/models/index.js";
import { closeSession, configureSession, model, silentSink } from "../../../src/runtime/session/index.js";
import { normOf, dot } from "../../../src/runtime/stats/linear-algebra.js";
import { extract, combine } from "../../../src/runtime/vectors/index.js";
import { skip } from "../../skip.js";

interface Fixture {
  readonly model_sha256: string;
  readonly system: string;
  readonly train_rows: readonly number[];
  readonly test_rows: readonly number[];
  readonly layer: number;
  readonly scale: number;
  readonly multipliers: readonly number[];
  readonly first_full_prompt: string;
  readonly test_token_ids: readonly Readonly<Record<"prompt" | "positive" | "negative", readonly number[]>>[];
  readonly propensity: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly raw_vector_l2: Readonly<Record<string, number>>;
  readonly raw_vector: Readonly<Record<string, readonly number[]>>;
  readonly raw_vector_first8: Readonly<Record<string, readonly number[]>>;
}

const fixturePath = resolve("../shared/fixtures/smollm2_interest_in_science.json");
const folder = resolve("../shared/data/mwe");
const source = findSmolLM2();

const tables: Readonly<Record<string, Partial<MeasureSpec>>> = {
  log_prob_difference_from_generation_token_1: { protocol: "steering-bench" },
  log_prob_difference_from_generation_token_0: {
    protocol: "steering-bench",
    apply: { operator: "add", where: { kind: "from prompt end" } },
  },
  letter_logit_difference_from_open_parenthesis: {},
  raw_logit_sum_difference_from_last_prompt_token: { protocol: "as-run" },
};

function tests(path: string): void {
  const fixture = JSON.parse(readFileSync(fixturePath, "utf8")) as Fixture;
  const smol = model({ name: "smol", source: path, system: fixture.system });
  const science = concept({
    name: "Science",
    mwe: { dataset: "interest-in-science", folder },
    split: { train: { from: 0, to: 24 }, test: { from: "50%", plus: 6 }, shuffled: 0 },
  });
  const vector = extract({ name: "science", concept: science, model: smol });

  /** A test that is left out, aloud, when the model is here in another form than the fixture's. */
  const compare = (what: string, work: (checkpoint: Checkpoint) => Promise<void> | void) =>
    test(what, async () => {
      const { checkpoint } = await smol.open();
      if (checkpoint.sha256 === fixture.model_sha256) return work(checkpoint);
      skip(`${what}; SmolLM2 is here in another form than the fixture's`);
    });

  const before = process.env["STEERLAB_STORE"];
  test.before(() => {
    process.env["STEERLAB_STORE"] = "off";
    configureSession({ sink: silentSink, signal: new AbortController().signal });
  });
  test.after(async () => {
    await closeSession();
    if (before === undefined) delete process.env["STEERLAB_STORE"];
    else process.env["STEERLAB_STORE"] = before;
  });

  test("the rows of the split", () => {
    const rows = (part: "train" | "test") => partOf(science, part).map(({ row }) => row);
    assert.equal(rows("train"), fixture.train_rows);
    assert.equal(rows("test"), fixture.test_rows);
  });

  compare("token ids are identical", (checkpoint) => {
    const encoded = (part: "train" | "test") =>
      partOf(science, part).map((pair) =>
        encodePair(pair, {
          concept: science,
          shift: BASE,
          model: { tokenizer: checkpoint.tokenizer, template: checkpoint.template, system: smol.system },
          joins: joinsOf({}, "llama"),
          letters: true,
        }),
      );
    const first = encoded("train")[0]!;
    const answer = partOf(science, "train")[0]!.positive;
    assert.is(`${first.promptText} ${answer}`, fixture.first_full_prompt);
    assert.equal(
      encoded("test").map(({ prompt, positive, negative }) => ({ prompt, positive, negative })),
      fixture.test_token_ids.map(({ prompt, positive, negative }) => ({
        prompt,
        positive: [...prompt, ...positive],
        negative: [...prompt, ...negative],
      })),
    );
  });

  compare("vectors: norms within 1e-4, cosine above 0.9999, first numbers, at every layer", async () => {
    const { byLayer, norms } = await vector.directions();
    for (const [layer, norm] of Object.entries(fixture.raw_vector_l2))
      assert.ok(Math.abs(norms.get(Number(layer))! / norm - 1) < 1e-4, `norm at layer ${layer}`);
    for (const [layer, numbers] of Object.entries(fixture.raw_vector)) {
      const [ours, theirs] = [byLayer.get(Number(layer))!, Float64Array.from(numbers)];
      assert.ok(dot(ours, theirs) / normOf(ours) / normOf(theirs) > 0.9999, `cosine at layer ${layer}`);
    }
    for (const [layer, numbers] of Object.entries(fixture.raw_vector_first8))
      numbers.forEach((number, i) => {
        const ours = byLayer.get(Number(layer))![i]!;
        assert.ok(
          Math.abs(ours - number) < 1e-4 * norms.get(Number(layer))!,
          `number ${i} at layer ${layer}`,
        );
      });
  });

  for (const [name, clauses] of Object.entries(tables))
    compare(`propensities within 1e-3: ${name.replaceAll("_", " ")}`, async () => {
      const { rows, receipt } = await measure({
        name,
        vector: combine({ name: "scaled", terms: [{ factor: fixture.scale, of: vector }] }),
        on: science,
        layers: [fixture.layer],
        against: { random: 0 },
        ...clauses,
      });
      const expected = fixture.test_rows.flatMap((item, i) =>
        fixture.multipliers.map((multiplier, m) => ({
          item,
          multiplier,
          propensity: fixture.propensity[name]![i]![m]!,
        })),
      );
      assert.is(rows.length, expected.length);
      rows.forEach((row, i) => {
        const { item, multiplier, propensity } = expected[i]!;
        assert.equal([row.item, row.multiplier], [item, multiplier]);
        assert.ok(Math.abs(row.propensity - propensity) < 1e-3, `${row.propensity} is not ${propensity}`);
      });
      assert.is(receipt.check.maxDiffAtZero, 0);
      assert.ok(receipt.check.maxDiffAtLargest > 0.01);
    });
}

const without = (what: string) => test("numbers of record", () => skip(`${what}`));

if (!existsSync(fixturePath) || !existsSync(folder))
  without("the numbers of record are not beside the project");
else if (!source) without("SmolLM2 is not here; run npm run fetch:smollm2");
else tests(source);

test.run();
