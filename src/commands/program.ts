// A program on disk: read, compiled, checked, and run with the API that it is given.
import { readFile } from "node:fs/promises";
import { createRequire, SourceMap, type SourceMapPayload } from "node:module";
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
} from "../dsl/index.js";
import { morph } from "../dsl/morph.js";
import { SteerError, type Place } from "../runtime/errors/index.js";
import { CommandError } from "./command.js";
import { Faults } from "./failure.js";

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

/** Runs the program; `api` is what it sees as "steerlab". Other packages come from the program's own folder. */
export async function execute(program: Program, api: object): Promise<void> {
  const { ts } = morph();
  const { outputText, sourceMapText } = ts.transpileModule(program.compiled.code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  const own = createRequire(program.path);
  const require = (name: string): unknown => (name === "steerlab" ? api : own(name));
  const script = new Script(`(async (exports, require) => {\n${outputText}\n})`, {
    filename: program.path,
    lineOffset: -1,
  });
  const body = script.runInThisContext() as (exports: object, require: unknown) => Promise<void>;
  try {
    await body({}, require);
  } catch (error) {
    const place = thrownAt(program, error, sourceMapText ?? "{}");
    throw place ? thrownByHole(error, place) : error;
  }
}

/** Where in the program an exception was thrown by the person's own TypeScript; null when it comes from elsewhere. */
function thrownAt(program: Program, error: unknown, map: string): Place | null {
  if (error instanceof SteerError || !(error instanceof Error)) return null;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const first = frames.find((line) => !/<anonymous>|\(?node:/.test(line));
  const found = first?.includes(program.path) && /:(\d+):(\d+)\)?$/.exec(first);
  if (!found) return null;
  const entry = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(+found[1]! - 1, +found[2]! - 1);
  if (!("originalLine" in entry)) return null;
  const { code, holes, toSource } = program.compiled;
  const offset = toSource((lineStarts(code)[entry.originalLine] ?? 0) + entry.originalColumn);
  const hole = holes.find(({ start, end }) => start <= offset && offset <= end);
  return placeOf(program.text, lineStarts(program.text), hole ?? { start: offset, end: offset + 1 });
}

const thrownByHole = (error: unknown, place: Place): SteerError => {
  const said = error instanceof Error ? error.message : String(error);
  const { sentence, remedy } = languageErrors.E240({ message: `${said.replace(/\.$/, "")}.` });
  return new SteerError("E240", sentence, remedy, place, { cause: error });
};
