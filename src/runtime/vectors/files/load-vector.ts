// A vector from a file: its numbers and provenance are read at once; whether it fits the model is checked when it is used.
import { extname, resolve } from "node:path";
import type { LoadSpec } from "../specs.js";
import { fail, SteerError } from "../../errors/index.js";
import { currentSession, locatedNow } from "../../session/index.js";
import { formats } from "./vector-formats.js";
import { loadedDirections } from "./loaded-vector.js";
import type { Vector, VectorFile } from "../types.js";
import { declared } from "../vector.js";

/**
 * The vector of a .safetensors or .gguf file, for a model. A relative path is taken from the session's folder.
 * Throws E614 when the file cannot be used. Using it throws E615 when it does not fit the model's width and layers, and says so in
 * a notice when the file was made from other weights or does not say from which.
 */
export function load({ path, model, ...named }: LoadSpec): Vector {
  const file = locatedNow(named.at, () => readVector(resolve(currentSession().base, path), path));
  return declared(named, model, { kind: "load", path, file });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "access is denied",
  EPERM: "access is denied",
};

function readVector(path: string, shown: string): VectorFile {
  const format = formats[extname(path)] ?? fail("E605", { path: shown });
  try {
    const file = format.read(path);
    const stated = file.provenance["hash"];
    if (stated !== undefined && stated !== loadedDirections(file).hash)
      throw new RangeError("its numbers are not those that its hash was made of");
    return file;
  } catch (cause) {
    if (cause instanceof SteerError && cause.code !== "E313") throw cause;
    const { code } = ((cause as Error).cause ?? cause) as NodeJS.ErrnoException;
    const known = code === undefined ? undefined : (reasons[code] ?? `the system said ${code}`);
    const reason =
      known ?? (cause instanceof SyntaxError ? "its header is not valid JSON" : (cause as Error).message);
    return fail("E614", { path: shown, reason }, { cause });
  }
}
