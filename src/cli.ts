#!/usr/bin/env node
// The program `steerlab`. Its commands are loaded only by a Node that is new enough, from a tree that is whole.
import { createRequire } from "node:module";
import { incomplete } from "./commands/incomplete.js";

const { complaint } = createRequire(import.meta.url)("../scripts/node.cjs") as {
  complaint(version: string): string | null;
};

async function start(): Promise<number> {
  const old = complaint(process.versions.node);
  if (old) {
    console.error(old);
    return 1;
  }
  try {
    const { commands, main } = await import("./commands/index.js");
    return await main(commands, process.argv.slice(2));
  } catch (error) {
    const said = incomplete(error);
    if (!said) throw error;
    console.error(said);
    return 1;
  }
}

process.exitCode = await start();
