// docs/errors.md: every code with what it says, what to do, and its example.
import { format } from "../../src/dsl/index.js";
import type { Failing, Happening } from "../../src/runtime/errors/examples/index.js";
import type { Words } from "../../src/runtime/errors/index.js";

export interface Entry extends Words {
  readonly code: string;
  readonly example: Failing | Happening;
}

const chapters: readonly (readonly [string, string])[] = [
  ["E1", "How a program is written"],
  ["E2", "What a program means"],
  ["E3", "Models"],
  ["E4", "Concepts, data, shifts and prompts"],
  ["E5", "Devices and the engine"],
  ["E6", "Vectors, evaluations and choices"],
  ["E7", "Files and charts"],
  ["E8", "Cells, notebooks and the kernel"],
];

const fence = (language: string, text: string) => ["```" + language, text.trimEnd(), "```"].join("\n");

/** Signs that Markdown would take for its own, outside backticks. */
const escaped = (text: string) =>
  text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 ? part : part.replace(/[\\*_<>[\]]/g, "\\$&")))
    .join("");

function example(one: Failing | Happening): string {
  if ("when" in one) return `For example: ${escaped(one.when.charAt(0).toLowerCase() + one.when.slice(1))}`;
  const files = Object.entries(one.files ?? {}).map(([name, content]) =>
    content.trim()
      ? `With the file \`${name}\`:\n\n${fence("", content)}`
      : `With an empty file \`${name}\`.`,
  );
  const laidOut = format(one.program);
  return [fence("steer", laidOut.ok ? laidOut.text : one.program), ...files].join("\n\n");
}

const entry = ({ code, sentence, remedy, example: one }: Entry) =>
  [`### ${code}`, escaped(sentence), escaped(remedy), example(one)].join("\n\n");

export function page(entries: readonly Entry[]): string {
  const parts = chapters.map(([begins, title]) => {
    const own = entries.filter(({ code }) => code.startsWith(begins));
    return [`## ${title} (${begins}xx)`, ...own.map(entry)].join("\n\n");
  });
  return [
    "# Errors",
    "Every error has a code, a sentence, a remedy, and a place in the program where there is one. Here is each with an example: a program " +
      "that has the error (tests run them all), or, where a program alone does not bring it about, when it happens. " +
      "`steerlab explain E204` prints an entry.",
    ...parts,
    "",
  ].join("\n\n");
}
