// Reads test/dsl/cases/*.test: programs beside what they become or what is wrong with them. A file opens with what it is about.
//   --- name of the case
//   program
//   === form          its canonical layout, as `steerlab fmt` writes it
//   === tree          what was read, one line for each statement: kind(field: value, …), without places
//   === code          the TypeScript, without its import line
//   === errors        the errors as people see them, an empty line between two
// A case has one of `code` and `errors`, and of the others those that it is about. Every program that can be read is also
// laid out twice: the second time changes nothing, and the tree is the same.
// In scope everywhere: smol (model), D (concept), Ds (concepts), m (layers), P (shift), v and u (vector), own (vectors),
// e (evaluation), x (TypeScript).
import { readdirSync, readFileSync } from "node:fs";
import type { Kind } from "../../src/dsl/index.js";

export const scope = new Map<string, Kind>([
  ["smol", "model"],
  ["D", "concept"],
  ["Ds", "concepts"],
  ["m", "layers"],
  ["P", "shift"],
  ["v", "vector"],
  ["u", "vector"],
  ["own", "vectors"],
  ["e", "evaluation"],
  ["x", "typescript"],
]);

export interface Case {
  readonly name: string;
  readonly program: string;
  /** Section name -> what it says. */
  readonly expected: ReadonlyMap<string, string>;
}

export interface CaseFile {
  readonly name: string;
  readonly url: URL;
  /** The lines before the first case. */
  readonly opening: string;
  readonly cases: readonly Case[];
}

function oneCase(text: string): Case {
  const [head = "", ...rest] = text.split("\n");
  const [program = "", ...sections] = rest.join("\n").split(/^=== (\w+)\n/m);
  const expected = new Map<string, string>();
  for (let i = 0; i < sections.length; i += 2)
    expected.set(sections[i]!, sections[i + 1]!.replace(/\n+$/, ""));
  return { name: head, program: program.replace(/\n+$/, ""), expected };
}

export function readCases(text: string): { opening: string; cases: Case[] } {
  const [opening = "", ...all] = text.split(/^--- /m);
  return { opening, cases: all.map(oneCase) };
}

export function writeCases(opening: string, cases: readonly Case[]): string {
  const written = cases.map(({ name, program, expected }) =>
    [`--- ${name}`, program, ...[...expected].map(([kind, text]) => `=== ${kind}\n${text}`), ""].join("\n"),
  );
  return opening + written.join("\n");
}

export function caseFiles(): CaseFile[] {
  const folder = new URL("cases/", import.meta.url);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const url = new URL(name, folder);
      return { name, url, ...readCases(readFileSync(url, "utf8")) };
    });
}

/** Fields that say where something stands, not what it is. */
const places = new Set(["kind", "start", "end", "inner", "open", "word"]);

/** A part of a tree in one line, without places: kind(field: value, …). */
export function treeText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(treeText).join(", ")}]`;
  if (!value || typeof value !== "object") return String(value);
  const kind = "kind" in value ? String(value.kind) : "";
  const fields = Object.entries(value).filter(([name]) => !places.has(name));
  const [only] = fields;
  const inside =
    kind && only && fields.length === 1
      ? treeText(only[1])
      : fields.map(([name, field]) => `${name}: ${treeText(field)}`).join(", ");
  return `${kind}(${inside})`;
}
