// Plans of programs, as text: what they would cost, and which tokens are read and steered. The cases of test/end-to-end/plans are
// written as those of test/dsl/cases, with the sections `plan` (all but the settings) and `settings`; each begins with nano and Music.
// STEERLAB_WRITE_CASES=1 writes what comes out instead of comparing; read the difference before committing it.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { plan } from "../../src/commands/plan.js";
import { readCases, writeCases, type Case } from "../dsl/cases.js";

const opening =
  'model nano = "nano"\nconcept Music = mwe "loves-music" { from "nano" }\nvector music = extract Music from nano\n';

const url = new URL("plans/nano.test", import.meta.url);
const { opening: about, cases } = readCases(await readFile(url, "utf8"));

const test = suite<{ folder: string }>("plans");
test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "steerlab-plans-"));
  process.env["STEERLAB_CACHE"] = join(context.folder, "cache");
});
test.after(async ({ folder }) => {
  await rm(folder, { recursive: true, force: true });
  if (written.size > 0)
    await writeFile(url, writeCases(about, cases.map((one) => written.get(one) ?? one))); // prettier-ignore
});

/** What the command prints. */
async function planned(program: string): Promise<string> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (text: string) => void lines.push(text);
  try {
    assert.is(await plan.run({ files: [program], text: {}, flags: {} }), 0);
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

/** The sections of the case, with what comes out. */
async function outcome({ program, expected }: Case, folder: string): Promise<Map<string, string>> {
  const file = join(folder, "program.steer");
  await writeFile(file, opening + program);
  const text = await planned(file);
  const [account = "", rest = ""] = text.split("\n\n  Settings in force\n");
  const [settings = "", together = ""] = rest.split("\n\n");
  const made: Record<string, string> = { plan: `${account}\n\n${together.trim()}`, settings };
  return new Map([...expected.keys()].map((kind) => [kind, made[kind] ?? ""]));
}

const written = new Map<Case, Case>();
for (const one of cases)
  test(one.name, async ({ folder }) => {
    const made = await outcome(one, folder);
    if (process.env["STEERLAB_WRITE_CASES"]) written.set(one, { ...one, expected: made });
    else for (const [kind, text] of one.expected) assert.is(made.get(kind), text);
  });
test.run();
