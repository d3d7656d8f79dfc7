// The command line: commands and options found, slips suggested, exact words of refusals.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { CommandError, type Command } from "../../src/commands/cli/command.js";
import { overview, page, usage } from "../../src/commands/cli/help.js";
import { familyOf, find, read } from "../../src/commands/cli/arguments.js";

const command = (name: string, takes: Command["takes"], options: Command["options"] = {}): Command => ({
  name,
  takes,
  options,
  summary: `Does ${name}.`,
  details: "",
  run: async () => 0,
});
const run = command("run", "FILE", { out: { type: "string", value: "DIR", help: "folder for results" } });
const notebook = command("notebook run", "FILE…", { "allow-errors": { type: "boolean", help: "go on" } });
const doctor = command("doctor", "", { json: { type: "boolean", help: "as JSON" } });
const commands = [run, notebook, doctor];

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === 2) return `${error.sentence}\n${error.remedy}`;
    throw error;
  }
  throw new Error("nothing was refused");
}

test("a command is found by its one or two words", () => {
  assert.is(find(commands, ["run", "a.steer"])[0], run);
  const [found, rest] = find(commands, ["notebook", "run", "a.ipynb"]);
  assert.is(found, notebook);
  assert.equal(rest, ["a.ipynb"]);
});

test("a first word that only begins commands means all of them", () => {
  assert.equal(familyOf(commands, "notebook"), [notebook]);
  assert.equal(familyOf(commands, "run"), []);
});

test("a single dash is a value", () => {
  assert.equal(read(run, ["a.steer", "--out", "-"])?.text, { out: "-" });
});

test("arguments and options in any order", () => {
  const expected = { files: ["a.steer"], text: { out: "here" }, flags: {} };
  assert.equal(read(run, ["a.steer", "--out", "here"]), expected);
  assert.equal(read(run, ["--out=here", "a.steer"]), expected);
  assert.equal(read(notebook, ["a", "--allow-errors", "b"]), {
    files: ["a", "b"],
    text: {},
    flags: { "allow-errors": true },
  });
  assert.equal(read(run, ["--", "--out"])?.files, ["--out"]);
});

test("help is asked for anywhere after the command", () => {
  assert.is(read(run, ["--help"]), null);
  assert.is(read(run, ["a.steer", "-h"]), null);
});

test("an unknown command: the nearest one, or the list", () => {
  assert.is(
    refusal(() => find(commands, ["rnu"])),
    'There is no command "rnu".\nDid you mean `steerlab run`?',
  );
  assert.is(
    refusal(() => find(commands, ["notebook", "rum"])),
    'There is no command "notebook rum".\nDid you mean `steerlab notebook run`?',
  );
  assert.is(
    refusal(() => find(commands, ["polish"])),
    'There is no command "polish".\nUse one of `run`, `notebook run`, `doctor`; `steerlab --help` says what they do.',
  );
});

test("options that are unknown, lack a value or have one too many", () => {
  assert.is(
    refusal(() => read(run, ["a", "--ot", "x"])),
    "`steerlab run` has no option --ot.\nDid you mean --out?",
  );
  assert.is(
    refusal(() => read(run, ["a", "--verbose"])),
    "`steerlab run` has no option --verbose.\nUsage: steerlab run FILE [--out DIR]",
  );
  const lacks = "The option --out needs a value: --out DIR.\nUsage: steerlab run FILE [--out DIR]";
  assert.is(
    refusal(() => read(run, ["a", "--out"])),
    lacks,
  );
  assert.is(
    refusal(() => read(run, ["a", "--out="])),
    lacks,
  );
  assert.is(
    refusal(() => read(run, ["--out", "--help"])),
    lacks,
  );
  assert.is(
    refusal(() => read(doctor, ["--json=yes"])),
    "The option --json takes no value.\nUsage: steerlab doctor [--json]",
  );
});

test("too few or too many files", () => {
  assert.is(
    refusal(() => read(run, [])),
    "`steerlab run` needs a file.\nUsage: steerlab run FILE [--out DIR]",
  );
  assert.is(
    refusal(() => read(run, ["a", "b"])),
    "`steerlab run` takes one file, not 2.\nUsage: steerlab run FILE [--out DIR]",
  );
  assert.is(
    refusal(() => read(doctor, ["a"])),
    "`steerlab doctor` takes no file, not 1.\nUsage: steerlab doctor [--json]",
  );
});

test("help shows every command and every option", () => {
  for (const { name, summary } of commands)
    assert.ok(overview(commands).includes(name) && overview(commands).includes(summary));
  assert.is(usage(notebook), "steerlab notebook run FILE… [--allow-errors]");
  assert.is(page(run), "steerlab run FILE [--out DIR]\n\nDoes run.\n\n  --out DIR  folder for results");
});

test.run();
