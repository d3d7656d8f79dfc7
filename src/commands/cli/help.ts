// The words of `steerlab --help` and `steerlab COMMAND --help`.
import type { Command, Option } from "./command.js";

const optionWords = (name: string, option: Option) => `--${name}${option.value ? ` ${option.value}` : ""}`;

/** For example: steerlab run FILE [--out DIR] */
export function usage(command: Command): string {
  const options = Object.entries(command.options).map(([name, o]) => `[${optionWords(name, o)}]`);
  return ["steerlab", command.name, command.takes, ...options].filter(Boolean).join(" ");
}

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join("\n");
};

export function overview(commands: readonly Command[]): string {
  return [
    "steerlab: steering-vector experiments, from a text to a chart.",
    "",
    columns(commands.map((c) => [[c.name, c.takes].filter(Boolean).join(" "), c.summary])),
    "",
    columns([
      ["COMMAND --help", "says more about a command"],
      ["--version", "prints the version"],
    ]),
    "",
    "Exit codes: 0 done; 1 the program failed; 2 the command line is wrong; 130 interrupted.",
  ].join("\n");
}

export function page(command: Command): string {
  const options = Object.entries(command.options);
  return [
    usage(command),
    "",
    command.summary,
    ...(command.details ? ["", command.details] : []),
    ...(options.length ? ["", columns(options.map(([name, o]) => [optionWords(name, o), o.help]))] : []),
  ].join("\n");
}
