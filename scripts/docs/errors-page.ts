// docs/errors.md: every error code with its sentence, its remedy and its example.
import { format as formatMarkdown } from "prettier";
import { languageErrors, type LanguageCode } from "../../src/dsl/diagnostics/language-errors.js";
import { format } from "../../src/dsl/index.js";
import { kernelErrors, type KernelCode } from "../../src/kernel-ext/errors/kernel-errors.js";
import { runtimeErrors, type RuntimeCode, type Words } from "../../src/runtime/errors/index.js";
import { kernelExamples } from "../../test/errors/examples/kernel-examples.js";
import { languageExamples } from "../../test/errors/examples/language-examples.js";
import {
  runtimeExamples,
  type Failing,
  type Happening,
} from "../../test/errors/examples/runtime-examples.js";
import { failuresOf } from "../../test/errors/failing-programs.js";

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

/** The entry of a language error: its example is run, and what it fails with is shown. */
export async function languageEntry(code: LanguageCode): Promise<Entry> {
  const given = languageExamples[code];
  const example: Failing = typeof given === "string" ? { program: given } : given;
  const failures = await failuresOf(example);
  const failed = failures.find((one) => one.code === code && one.line !== null);
  if (!failed)
    throw new Error(
      `The example of ${code} fails otherwise: ${failures.map((one) => `${one.code} ${one.sentence}`).join(", ") || "not at all"}`,
    );
  return { code, sentence: failed.sentence, remedy: failed.remedy, example };
}

/** The entry of a runtime error: its words, made of the example's data. */
export function runtimeEntry(code: RuntimeCode): Entry {
  const example = runtimeExamples[code] as { data: never } & (Failing | Happening);
  return { code, ...(runtimeErrors[code] as (data: never) => Words)(example.data), example };
}

export function kernelEntry(code: KernelCode): Entry {
  const { data, when } = kernelExamples[code];
  return { code, ...(kernelErrors[code] as (data: unknown) => Words)(data), example: { when } };
}

const codesOf = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table & string)[];

/** The whole page. Runs the example of every language error. */
export async function errorsPage(): Promise<string> {
  const language: Entry[] = [];
  for (const code of codesOf(languageErrors)) language.push(await languageEntry(code));
  const entries = [
    ...language,
    ...codesOf(runtimeErrors).map(runtimeEntry),
    ...codesOf(kernelErrors).map(kernelEntry),
  ].sort((a, b) => (a.code < b.code ? -1 : 1));
  return formatMarkdown(page(entries), { parser: "markdown", printWidth: 110 });
}

function page(entries: readonly Entry[]): string {
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
