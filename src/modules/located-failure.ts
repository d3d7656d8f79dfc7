// Failures with a place in a file that a program or a cell imports.
import { relative } from "node:path";
import { moduleErrors } from "./module-errors.js";
import { lineStarts, placeOf } from "../runtime/errors/text-positions.js";
import { SteerError, type Place } from "../runtime/errors/index.js";

/** A file's text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A path as messages show it: from here where it lies below here. */
export function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short.replaceAll("\\", "/");
}

/** The place of a span of a file, with the file. */
export const placeIn = ({ path, text }: Source, start: number, length: number): Place => ({
  ...placeOf(text, lineStarts(text), { start, end: start + Math.max(1, length) }),
  file: { name: shown(path), text },
});

export type FileCode = "E238" | "E243" | "E244";

/** What is wrong with a text of JSON, and where; null for nothing. */
export function wrongJson(text: string): { readonly start: number; readonly message: string } | null {
  try {
    JSON.parse(text.replace(/^\ufeff/, " "));
    return null;
  } catch (error) {
    const said = (error as Error).message;
    const start = Number(/position (\d+)/.exec(said)?.[1] ?? Math.max(0, text.length - 1));
    return { start, message: `This is not JSON: ${said.replace(/ in JSON at position \d+.*$/, "")}` };
  }
}

/** A sentence as the errors of the language have it: it ends with a point. */
export const sentenceOf = (said: string): string =>
  said
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[^.?!]$/, "$&.");

export function failureAt(
  code: FileCode,
  place: Place | undefined,
  said: string,
  options?: { cause?: unknown },
): SteerError {
  const { sentence, remedy } = moduleErrors[code]({ message: sentenceOf(said) });
  return new SteerError(code, sentence, remedy, place, options);
}

export const failureIn = (
  code: FileCode,
  source: Source,
  start: number,
  length: number,
  said: string,
): SteerError => failureAt(code, placeIn(source, start, length), said);
