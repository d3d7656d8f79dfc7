// The command line: which command it names, and its arguments and options, checked.
import { parseArgs } from "node:util";
import { CommandError, type Command, type Input } from "./command.js";
import { usage } from "./help.js";
import { nearest } from "../../runtime/errors/nearest.js";

/** The command that the first words name, and the words after it. */
export function find(commands: readonly Command[], words: readonly string[]): [Command, readonly string[]] {
  const command = commands.find((c) => c.name.split(" ").every((part, i) => words[i] === part));
  if (command) return [command, words.slice(command.name.split(" ").length)];

  const family = familyOf(commands, words[0]!);
  const asked = family.length ? words.slice(0, 2).join(" ") : words[0]!;
  const names = commands.flatMap(({ name }) => [name, name.split(" ")[0]!]);
  const meant = nearest(asked, [...new Set(names)]);
  const known = (family.length ? family : commands).map((c) => `\`${c.name}\``).join(", ");
  throw new CommandError(
    `There is no command "${asked}".`,
    meant
      ? `Did you mean \`steerlab ${meant}\`?`
      : `Use one of ${known}; \`steerlab --help\` says what they do.`,
    2,
  );
}

/** The commands that begin with this word, where it is no command itself: `notebook`, `kernel`. */
export const familyOf = (commands: readonly Command[], word: string): readonly Command[] =>
  commands.filter(({ name }) => name.startsWith(`${word} `));

/** Checks the words after the command; `null` when help is asked for. */
export function read(command: Command, words: readonly string[]): Input | null {
  const options = Object.fromEntries(Object.entries(command.options).map(([n, o]) => [n, { type: o.type }]));
  const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true });
  const files: string[] = [];
  const text: Record<string, string> = {};
  const flags: Record<string, boolean> = {};
  for (const token of tokens) {
    if (token.kind === "positional") files.push(token.value);
    if (token.kind !== "option") continue;
    if (token.name === "help" || token.name === "h") return null;
    const option = command.options[token.name];
    if (!option) throw unknownOption(command, token.rawName);
    if (option.type === "boolean") {
      if (token.value !== undefined) throw wrong(command, `The option --${token.name} takes no value.`);
      flags[token.name] = true;
    } else if (!token.value || (!token.inlineValue && /^-./.test(token.value)))
      throw wrong(command, `The option --${token.name} needs a value: --${token.name} ${option.value}.`);
    else text[token.name] = token.value;
  }
  const [least, most] = {
    "": [0, 0],
    FILE: [1, 1],
    "FILE…": [1, Infinity],
    "CODE…": [1, Infinity],
    "[FOLDER]": [0, 1],
  }[command.takes] as [number, number];
  if (files.length < least)
    throw wrong(
      command,
      `\`steerlab ${command.name}\` needs a ${command.takes === "CODE…" ? "code" : "file"}.`,
    );
  if (files.length > most)
    throw wrong(
      command,
      `\`steerlab ${command.name}\` takes ${most ? `one ${command.takes === "[FOLDER]" ? "folder" : "file"}` : "no file"}, not ${files.length}.`,
    );
  return { files, text, flags };
}

const wrong = (command: Command, sentence: string) =>
  new CommandError(sentence, `Usage: ${usage(command)}`, 2);

function unknownOption(command: Command, rawName: string): CommandError {
  const meant = nearest(rawName.replace(/^-+/, ""), Object.keys(command.options));
  return new CommandError(
    `\`steerlab ${command.name}\` has no option ${rawName}.`,
    meant ? `Did you mean --${meant}?` : `Usage: ${usage(command)}`,
    2,
  );
}
