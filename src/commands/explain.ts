// `steerlab explain`: what an error's code means, with an example. The entries are those of docs/errors.md.
import { readFile } from "node:fs/promises";
import { nearest } from "../runtime/errors/nearest.js";
import { CommandError, type Command } from "./cli/command.js";
import { say } from "./output/terminal.js";

/** docs/ lies two folders above this file, in src/ as in dist/. */
const page = new URL("../../docs/errors.md", import.meta.url);

/** Code -> its entry as plain text. */
async function entries(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(page, "utf8");
  return new Map(
    text.split(/^### /m).map((entry): [string, string] => {
      const [code = "", ...lines] = entry.split(/\n(?:## [^]*)?/);
      return [code, lines.join("\n").trim()];
    }),
  );
}

/** Markdown as a terminal shows it: blocks of code indented, without their fences. */
function plain(markdown: string): string {
  return markdown
    .split(/^```\w*(?:\n|$)/m)
    .map((part, i) => (i % 2 ? part.replace(/^(?=.)/gm, "  ") : part.replace(/\\([\\`*_|<>[\]#])/g, "$1")))
    .join("");
}

export const explain: Command = {
  name: "explain",
  takes: "CODE…",
  summary: "Says what an error's code means, with a program that has the error.",
  details: "For example: steerlab explain E204. All codes stand in docs/errors.md.",
  options: {},
  async run({ files: codes }) {
    const known = await entries();
    for (const code of codes.map((one) => one.toUpperCase())) {
      const entry = known.get(code);
      if (entry === undefined) {
        const near = nearest(code, [...known.keys()]);
        throw new CommandError(
          `There is no error with the code "${code}".`,
          near
            ? `Did you mean ${near}?`
            : "Codes are an E and three digits, such as E204; docs/errors.md lists them.",
          2,
        );
      }
      say(`${code}\n\n${plain(entry).trimEnd()}`);
    }
    return 0;
  },
};
