// Runs an example as `steerlab run` would, within this process.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { execute, faultsOf, readProgram } from "../../src/commands/program/load-program.js";
import * as api from "../../src/index.js";
import { SteerError, type Words } from "../../src/runtime/errors/index.js";
import type { Failing } from "./examples/runtime-examples.js";

export interface Failed extends Words {
  readonly code: string;
  /** Line of the program; null where there is none. */
  readonly line: number | null;
}

/** What is wrong with the program: all that can be said before it runs, else what it fails with. */
export async function failuresOf({ program: text, files = {} }: Failing): Promise<Failed[]> {
  const folder = await mkdtemp(join(tmpdir(), "steerlab-example-"));
  try {
    for (const [name, content] of Object.entries({ ...files, "example.steer": text })) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    const program = await readProgram(join(folder, "example.steer"));
    const faults = faultsOf(program);
    const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
    if (faults.length)
      return faults.map(({ code, sentence, remedy, span }) => ({
        code,
        sentence,
        remedy,
        line: lineOf(span.start),
      }));
    api.configureSession({ base: folder, out: folder });
    await execute(program, api);
    return [];
  } catch (error) {
    if (!(error instanceof SteerError)) throw error;
    const { code, sentence, remedy, place } = error;
    const here = (words: string) => words.replaceAll(`${folder}${sep}`, "");
    return [{ code, sentence: here(sentence), remedy: here(remedy), line: place?.line ?? null }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
