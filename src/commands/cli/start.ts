// The commands, loaded from a tree that is whole.
import { incomplete } from "./missing-packages.js";

/** Runs a command line; returns the exit code. */
export async function start(words: readonly string[]): Promise<number> {
  try {
    const { commands, main } = await import("./command-table.js");
    return await main(commands, words);
  } catch (error) {
    const said = incomplete(error);
    if (!said) throw error;
    console.error(said);
    return 1;
  }
}
