// A model's own neutral prompts: read, and refused by the line that is wrong.
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ownNeutralPrompts } from "../../../src/runtime/models/index.js";
import { nanoFolder } from "../../../src/runtime/files/shipped.js";
import { thrownBy } from "./thrown.js";

const test = suite<{ path: string }>("neutral prompts");
test.before.each(async (context) => {
  context.path = await mkdtemp(join(tmpdir(), "steerlab-neutral-"));
});
test.after.each(({ path }) => rm(path, { recursive: true, force: true }));

const written = ({ path }: { path: string }, text: string) => writeFile(join(path, "neutral.jsonl"), text);

test("prompts in order, with their format where the file says one; blank lines are none", async (model) => {
  assert.is(ownNeutralPrompts(model), null);
  await written(model, '{"prompt": "On a Monday"}\r\n\n{"prompt": "Why?", "format": "chat"}\n');
  assert.equal(ownNeutralPrompts(model), [{ prompt: "On a Monday" }, { prompt: "Why?", format: "chat" }]);
});

test("nano brings 24", () => {
  assert.is(ownNeutralPrompts({ path: nanoFolder })?.length, 24);
});

const wrong: Readonly<Record<string, string>> = {
  "{": "it is not valid JSON",
  "[]": "it holds no JSON object",
  '{"text": "a"}': 'it has no text "prompt"',
  '{"prompt": " "}': 'it has no text "prompt"',
  '{"prompt": "a", "format": "markdown"}': 'its format is neither "chat" nor "plain"',
};
for (const [line, reason] of Object.entries(wrong))
  test(`${line}: ${reason}`, async (model) => {
    await written(model, `{"prompt": "fine"}\n${line}\n`);
    const { message } = thrownBy(() => ownNeutralPrompts(model));
    assert.match(message, `E303: The model file "neutral.jsonl, line 2" is damaged: ${reason}.`);
  });

test("a link that leads out of the model's folder is refused", async (model) => {
  await symlink(join(nanoFolder, "neutral.jsonl"), join(model.path, "neutral.jsonl"));
  assert.match(thrownBy(() => ownNeutralPrompts(model)).message, /^E308: /);
});

test.run();
