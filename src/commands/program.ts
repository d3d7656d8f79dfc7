// A program on disk: read, compiled, checked, and run with the API that it is given.
import { readFile } from "node:fs/promises";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, resolve } from "node:path";
import { Script } from "node:vm";
import {
  checkHoles,
  compile,
  languageErrors,
  lineStarts,
  placeOf,
  type Compiled,
  type Diagnostic,
  type Span,
} from "../dsl/index.js";
import { SteerError, type Place } from "../runtime/errors/index.js";
import { CommandError } from "./command.js";
import { Faults } from "./failure.js";
import { Modules, translated, type Require } from "./modules.js";

export interface Program {
  readonly path: string; // absolute
  /** The path as it was given; messages show it so. */
  readonly name: string;
  readonly folder: string;
  readonly text: string;
  readonly compiled: Compiled;
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder",
  EACCES: "reading it is not permitted",
  EPERM: "reading it is not permitted",
};

/** The text of a program's file. */
export async function readText(file: string): Promise<string> {
  return readFile(resolve(file), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
      throw new CommandError(`There is no program at "${file}".`, "Check the path.", 1);
    const why = reasons[error.code ?? ""] ?? error.message;
    throw new CommandError(`The program "${file}" cannot be read: ${why}.`, "Give a .steer file.", 1);
  });
}

export async function readProgram(file: string): Promise<Program> {
  const path = resolve(file);
  const text = await readText(file);
  const plain = text.replace(/^\ufeff/, "");
  return { path, name: file, folder: dirname(path), text: plain, compiled: compile(plain) };
}

/** What is wrong with the program: its language, then the types of its holes. */
export function faultsOf({ compiled, folder }: Program): readonly Diagnostic[] {
  return compiled.ok ? checkHoles(compiled, { baseFolder: folder }) : compiled.diagnostics;
}

/** The same as an exception, for commands that go on only with a sound program. */
export async function soundProgram(file: string): Promise<Program> {
  const program = await readProgram(file);
  const faults = faultsOf(program);
  if (faults.length) throw new Faults(program, faults);
  return program;
}

/** Runs the program; `api` is what it sees as "steerlab". Other packages and files come from the program's own folder. */
export async function execute(program: Program, api: object): Promise<void> {
  const { code, map } = translated(program.compiled.code);
  const modules = new Modules(api);
  const script = new Script(`(async (exports, require) => {\n${code}\n})`, {
    filename: program.path,
    lineOffset: -1,
  });
  const body = script.runInThisContext() as (exports: object, require: Require) => Promise<void>;
  try {
    await body({}, modules.requireFor(program.path));
  } catch (error) {
    const thrown = thrownAt(program, modules, error, map);
    throw thrown ? thrownByProgram(error, thrown) : error;
  }
}

interface Thrown {
  readonly place: Place;
  /** While a file was imported. */
  readonly imported: boolean;
}

/** Where in the program an exception was thrown by the person's own TypeScript, perhaps in a file that it imports; else null. */
function thrownAt(program: Program, modules: Modules, error: unknown, map: string): Thrown | null {
  if (!(error instanceof Error) || (error instanceof SteerError && error.place)) return null;
  const frames = (error.stack ?? "")
    .split("\n")
    .map((line) => /^\s+at (?:.* \()?(?!node:)(.+):(\d+):(\d+)\)?$/.exec(line))
    .filter((frame) => frame !== null);
  const ours = error instanceof SteerError;
  const found = frames.find(([, file = ""]) => (ours ? file === program.path : !modules.has(file)));
  if (found?.[1] !== program.path) return null;
  const entry = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(+found[2]! - 1, +found[3]! - 1);
  if (!("originalLine" in entry)) return null;
  const { code, holes, imports, toSource } = program.compiled;
  const offset = toSource((lineStarts(code)[entry.originalLine] ?? 0) + entry.originalColumn);
  const around = ({ start, end }: Span) => start <= offset && offset <= end;
  const hole = holes.find(around);
  // A failure of ours without a place is located where the person's own call stands.
  if (ours && !hole) return null;
  const span = hole ?? imports.find(around) ?? { start: offset, end: offset + 1 };
  return { place: placeOf(program.text, lineStarts(program.text), span), imported: imports.includes(span) };
}

const thrownByProgram = (error: unknown, { place, imported }: Thrown): SteerError => {
  if (error instanceof SteerError) return error.at(place);
  const said = error instanceof Error ? error.message : String(error);
  const message = `${said.replace(/\.$/, "")}.`;
  const code = imported ? "E238" : "E240";
  const { sentence, remedy } = languageErrors[code]({ message });
  return new SteerError(code, sentence, remedy, place, { cause: error });
};
