// Every recipe of docs/data.md is run as it stands: a section's programs, in a folder with the section's files.
import { readFile } from "node:fs/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { format } from "../../src/dsl/index.js";
import { closeSession } from "../../src/index.js";
import { failuresOf } from "../errors/failing-programs.js";

test.before(() => {
  process.env["STEERLAB_STORE"] = "off";
});
test.after(() => closeSession());

const page = await readFile(new URL("../../docs/data.md", import.meta.url), "utf8");
const sections = page.split(/^## /m).slice(1);
const fences = (section: string, before: RegExp) =>
  [...section.matchAll(new RegExp(`${before.source}([^]*?)^\`\`\`$`, "gm"))].map((match) => match.slice(1));

for (const section of sections) {
  const title = section.split("\n")[0]!;
  const programs = fences(section, /^```steer\n/).map(([program]) => program!);
  const files = Object.fromEntries(fences(section, /^`([^`\n]+)`:\n\n```\w*\n/)) as Record<string, string>;
  test(title, async () => {
    assert.ok(programs.length > 0 || title === "Limits", "the section has a recipe");
    for (const program of programs) {
      assert.equal(await failuresOf({ program, files }), []);
      const laidOut = format(program);
      assert.is(laidOut.ok && laidOut.text, program);
    }
  });
}

test.run();
