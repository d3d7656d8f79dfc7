// What is made from the sources is as it would be made now. `npm run docs` writes it.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { generated } from "../../scripts/docs/generated.js";
import { closeSession } from "../../src/index.js";

test.before(() => {
  process.env["STEERLAB_STORE"] = "off";
});
test.after(() => closeSession());

for (const { path, make } of generated)
  test(`${path} is up to date (npm run docs)`, async () => {
    const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
    assert.is(text, await make(text));
  });

test.run();
