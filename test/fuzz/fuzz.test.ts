// Every kind of input, damaged: it is read, or refused with an error of steerlab's own, in time and without much memory. Inputs that
// once were not (corpus/KIND/) stay right; new ones come from a fixed seed. `npm run fuzz` tries more.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fuzz } from "./fuzz.js";
import { kinds } from "./kinds/index.js";
import { Trials } from "./trials.js";

const test = suite("fuzz");
const trials = new Trials();
test.after(() => trials.close());

/** Inputs of each kind: a few seconds for all of them. */
const count = 40;

for (const [kind, { seeds }] of Object.entries(kinds)) {
  test(`${kind}: valid inputs are read`, async () => {
    for (const seed of await seeds())
      assert.equal(await trials.try(kind, seed), { fault: null, refused: false });
  });

  const folder = new URL(`corpus/${kind}/`, import.meta.url);
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : [])
    test(`${kind}: ${name}`, async () => {
      assert.is((await trials.try(kind, readFileSync(new URL(name, folder)))).fault, null);
    });

  test(`${kind}: ${count} damaged inputs`, async () => {
    const { finds } = await fuzz(kind, count, 1, trials);
    assert.equal(
      finds.map(({ input, fault }) => [input.toString("base64").slice(0, 2000), fault]),
      [],
    );
  });
}

test.run();
