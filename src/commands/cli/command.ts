// What a command of the program is: its name, its help, its options, and what it does.

export interface Option {
  readonly type: "string" | "boolean";
  /** How the help calls the value, e.g. DIR. */
  readonly value?: string;
  readonly help: string;
}

/** What stood on the command line, checked against the command's own words. */
export interface Input {
  readonly files: readonly string[];
  readonly text: Readonly<Record<string, string | undefined>>;
  readonly flags: Readonly<Record<string, boolean | undefined>>;
}

export interface Command {
  /** One or two words: "run", "notebook run". */
  readonly name: string;
  /** How the usage line shows the arguments: "FILE", "FILE…", "CODE…", "[FOLDER]", or nothing. */
  readonly takes: "" | "FILE" | "FILE…" | "CODE…" | "[FOLDER]";
  /** One line for the overview. */
  readonly summary: string;
  /** A few lines for `--help`. */
  readonly details: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Returns the exit code: 0 done, 1 the program or a file is at fault. */
  run(input: Input): Promise<number>;
}

/** Something outside the program's text is wrong: the command line (exit code 2), a file that cannot be read (1). */
export class CommandError extends Error {
  override readonly name = "CommandError";
  constructor(
    readonly sentence: string,
    readonly remedy: string,
    readonly exitCode: 1 | 2,
  ) {
    super(`${sentence} ${remedy}`);
  }
}
