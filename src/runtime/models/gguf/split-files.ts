// A model in several GGUF files: NAME-00001-of-00003.gguf and so on. Each part holds its number (split.no, from 0), how many there are
// (split.count) and some of the tensors; the first one holds the metadata as well. Source: llama.cpp's gguf-split, and the gguf package.
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fail } from "../../errors/index.js";
import type { TensorPlace } from "../types.js";
import { readGguf, type GgufHeader } from "./gguf-header.js";

/** A model's header, and the files that it is in: real paths by what they are called in the model's identity. */
export interface WholeGguf {
  readonly header: GgufHeader;
  readonly files: ReadonlyMap<string, string>;
}

const partName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/;
const digits = (n: number) => String(n).padStart(5, "0");

/** The names of all parts of the model that the file with this name is a part of; itself when it is whole. */
export function partNames(name: string): readonly string[] {
  const [, stem, , count] = partName.exec(name) ?? [];
  if (stem === undefined) return [name];
  return Array.from({ length: Number(count) }, (_, i) => `${stem}-${digits(i + 1)}-of-${count!}.gguf`);
}

/** The same for a path inside a repository. */
export function partPaths(path: string): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return partNames(path.slice(folder.length)).map((name) => folder + name);
}

/** Reads the headers of all parts, whichever of them is named. Throws E303, E304, E313, E316, and E319 when a part is missing. */
export function readWhole(path: string, label: string): WholeGguf {
  const named = readGguf(realpathSync(path));
  const count = wholeNumber(named, "split.count");
  if (count === null || count === 1) return { header: named, files: new Map([["", realpathSync(path)]]) };
  const part = (wholeNumber(named, "split.no") ?? 0) + 1;
  const file = basename(path);
  const names = partNames(file);
  if (names.length !== count || names[part - 1] !== file) {
    const missing = `a file with a name of the form NAME-${digits(part)}-of-${digits(count)}.gguf, by which the other parts are found,`;
    fail("E319", { file, part, parts: count, missing });
  }
  const paths = names.map((name) => join(dirname(path), name));
  const lacking = names.filter((_, i) => !existsSync(paths[i]!));
  if (lacking.length)
    fail("E319", { file, part, parts: count, missing: lacking.map((name) => `"${name}"`).join(", ") });
  const headers = paths.map((one) => (one === path ? named : readGguf(realpathSync(one))));
  return {
    header: { metadata: headers[0]!.metadata, tensors: together(headers, names, label) },
    files: new Map(paths.map((one, i) => [`${digits(i + 1)}-of-${digits(count)}`, realpathSync(one)])),
  };
}

/** The tensors of all parts, when the parts are of one model. */
function together(
  headers: readonly GgufHeader[],
  names: readonly string[],
  label: string,
): Map<string, TensorPlace> {
  const tensors = new Map<string, TensorPlace>();
  const contradiction = (reason: string): never => fail("E316", { model: label, reason });
  headers.forEach((header, i) => {
    const [no, count] = [wholeNumber(header, "split.no"), wholeNumber(header, "split.count")];
    if (no !== i || count !== names.length)
      contradiction(`${names[i]!} says that it is part ${(no ?? -1) + 1} of ${count ?? "an unknown number"}`);
    for (const [name, place] of header.tensors) {
      if (tensors.has(name)) contradiction(`two of its parts hold the tensor "${name}"`);
      tensors.set(name, place);
    }
  });
  const expected = wholeNumber(headers[0]!, "split.tensors.count");
  if (expected !== null && expected !== tensors.size)
    contradiction(`its parts hold ${tensors.size} tensors, and split.tensors.count is ${expected}`);
  return tensors;
}

function wholeNumber({ metadata }: GgufHeader, key: string): number | null {
  const value = metadata.get(key);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
