// From the words on the command line to an exit code.
import { createRequire } from "node:module";
import { CommandError, type Command } from "./command.js";
import { explain } from "../output/failure-message.js";
import { overview, page } from "./help.js";
import { familyOf, find, read } from "./arguments.js";
import { complain, say } from "../output/terminal.js";

/** Version in package.json; this file lies two folders below it, in src/ as in dist/. */
export const version = (createRequire(import.meta.url)("../../../package.json") as { version: string })
  .version;

const asksForHelp = (word: string): boolean => ["--help", "-h", "help"].includes(word);

export async function main(commands: readonly Command[], words: readonly string[]): Promise<number> {
  // A reader that closes the pipe early (`| head`) is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  try {
    if (words.length === 0 || asksForHelp(words[0]!)) return told(overview(commands));
    if (["--version", "-v", "version"].includes(words[0]!)) return told(version);
    const family = familyOf(commands, words[0]!);
    if (family.length && words.slice(1).every(asksForHelp)) return told(family.map(page).join("\n\n"));
    const [command, rest] = find(commands, words);
    const input = read(command, rest);
    return input ? await command.run(input) : told(page(command));
  } catch (error) {
    complain(explain(error));
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

function told(text: string): number {
  say(text);
  return 0;
}
