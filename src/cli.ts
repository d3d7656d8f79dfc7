#!/usr/bin/env node
// The program `steerlab`. What may take long runs in a process behind this one, so that Ctrl-C is heard whatever is computed there.
import { createRequire } from "node:module";
import { inFront } from "./commands/process/supervisor.js";
import { start } from "./commands/cli/start.js";

const { complaint } = createRequire(import.meta.url)("../scripts/node.cjs") as {
  complaint(version: string): string | null;
};

/** The first words of commands that read, plan or run: the others are done in a moment. */
const long: ReadonlySet<string> = new Set(["run", "plan", "report", "notebook"]);

async function begin(words: readonly string[]): Promise<number> {
  const old = complaint(process.versions.node);
  if (old) {
    console.error(old);
    return 1;
  }
  return long.has(words[0] ?? "") ? inFront(words) : start(words);
}

process.exitCode = await begin(process.argv.slice(2));
