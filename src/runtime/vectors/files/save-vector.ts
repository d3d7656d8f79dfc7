// A vector as a file: its numbers at every layer, and what must be known to use it.
import { extname, resolve } from "node:path";
import type { SaveSpec } from "../specs.js";
import { fail } from "../../errors/index.js";
import { leavesFolder, writeAtomically, type FileSteps } from "../../files/index.js";
import { currentSession, located } from "../../session/index.js";
import { formats } from "./vector-formats.js";
import { provenanceOf } from "./provenance.js";

/**
 * Writes the vector as .safetensors or as .gguf (a control vector of llama.cpp); a relative path is taken from the session's
 * output folder. Returns the absolute path. `steps` are the disk's own unless a caller tries out a failing disk.
 * Throws E605 for another file ending, E702 for a path that leaves the folder of a session that is confined to it, and E701 when the file cannot be written (nothing half-written stays).
 */
export async function save({ vector, to, at }: SaveSpec, steps?: FileSteps): Promise<string> {
  return located(at, async () => {
    const format = formats[extname(to)] ?? fail("E605", { path: to });
    const { out, sink, confined } = currentSession();
    if (confined && (await leavesFolder(out, resolve(out, to)))) fail("E702", { path: to, folder: out });
    const directions = await vector.directions();
    if (extname(to) === ".gguf" && directions.byLayer.has(0))
      sink.notice(
        `"${to}": llama.cpp cannot steer layer 0. The file keeps it, where steerlab finds it and llama.cpp does not.`,
      );
    const bytes = format.write({
      byLayer: directions.byLayer,
      provenance: await provenanceOf(vector, directions),
    });
    const path = await writeAtomically(resolve(out, to), bytes, steps);
    await sink.saved({ path, what: `vector ${vector.name}` });
    return path;
  });
}
