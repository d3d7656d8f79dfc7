// A program on disk: read, compiled, checked, and run with the API that it is given.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import {
  checkHoles,
  compile,
  languageErrors,
  lineStarts,
  placeOf,
  type Diagnostic,
  type Span,
} from "../../dsl/index.js";
import { sentenceOf, shown } from "../../modules/located-failure.js";
import { Loader } from "../../modules/load-module.js";
import { framesOf, placeWords, type Frame } from "../../modules/stack-trace.js";
import { SteerError, type Place } from "../../runtime/errors/index.js";
import { CommandError } from "../cli/command.js";
import { complain } from "../output/terminal.js";
import { Faults, type Program } from "./program.js";

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

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** What TypeScript a program brings along, in a sentence; null for a program without any. */
export function ownCode({ compiled, text }: Pick<Program, "compiled" | "text">): string | null {
  const { imports, holes } = compiled;
  const names = imports.flatMap(({ start, end }) => /"([^"]*)"\s*$/.exec(text.slice(start, end))?.[1] ?? []);
  const parts = [
    ...new Set(names.map((name) => name.replace(/^\.\//, ""))),
    ...(holes.length ? [counted(holes.length, "hole")] : []),
  ];
  if (!parts.length) return null;
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0];
  return `This program has code of its own (${list}); plan, run and report execute it.`;
}

/** Runs the program; `api` is what it sees as "steerlab". Other packages and files come from the program's own folder. */
export async function execute(program: Program, api: object): Promise<void> {
  const own = ownCode(program);
  if (own !== null) complain(own);
  const loader = new Loader(api);
  let stuck = (): void => undefined;
  const never = new Promise<never>((_, reject) => {
    stuck = () => reject(thrown("E240", "It waits for something that never comes", undefined, null));
  });
  process.once("beforeExit", stuck);
  try {
    await Promise.race([loader.run(program.path, program.compiled.code), never]);
  } catch (error) {
    throw located(program, loader, error);
  } finally {
    process.off("beforeExit", stuck);
  }
}

/** Where the text of the program has what stands at a place of its code: the hole or the import around it, else the point itself. */
function spanAt({ compiled }: Program, frame: Pick<Frame, "line" | "column">): Span {
  const { code, holes, imports, toSource } = compiled;
  const offset = toSource((lineStarts(code)[frame.line - 1] ?? 0) + frame.column - 1);
  const around = ({ start, end }: Span) => start <= offset && offset <= end;
  return holes.find(around) ?? imports.find(around) ?? { start: offset, end: offset + 1 };
}

/**
 * What the person's own TypeScript threw, located where it did: in the program, or in a file that it imports, with the calls that led
 * there. Failures of steerlab itself stay as they are.
 */
function located(program: Program, loader: Loader, error: unknown): unknown {
  if (error instanceof SteerError && error.place) return error;
  const { holes, imports } = program.compiled;
  const starts = lineStarts(program.text);
  const placeOfFrame = (frame: Frame): Place =>
    frame.path === program.path
      ? placeOf(program.text, starts, spanAt(program, frame))
      : { line: frame.line, column: frame.column, file: { name: shown(frame.path), text: frame.text } };
  const frames = framesOf(error, loader, { through: error instanceof SteerError });
  if (error instanceof SteerError) {
    // A failure of ours without a place is located where the person's own call stands.
    const [own] = frames;
    const mine = own && (own.path !== program.path || holes.includes(spanAt(program, own) as never));
    return mine ? error.at(placeOfFrame(own)) : error;
  }
  const [first, ...rest] = frames;
  if (!first) return error instanceof Error ? error : thrown("E240", String(error), undefined, error);
  const calls = rest.map((frame) => {
    const { line, column } = placeOfFrame(frame);
    return frame.path === program.path ? `${program.name}:${line}:${column}` : placeWords(frame);
  });
  const place = { ...placeOfFrame(first), ...(calls.length ? { calls: [...new Set(calls)] } : {}) };
  const importing = first.path === program.path && imports.includes(spanAt(program, first));
  return thrown(importing ? "E238" : "E240", (error as Error).message, place, error);
}

function thrown(code: "E238" | "E240", said: string, place: Place | undefined, cause: unknown): SteerError {
  const words = languageErrors[code]({ message: sentenceOf(said), ...(place?.file ? { file: true } : {}) });
  return new SteerError(code, words.sentence, words.remedy, place, { cause });
}
