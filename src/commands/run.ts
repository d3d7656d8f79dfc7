// `steerlab run`: runs a program, shows what comes out, and keeps it in a folder where one is given.
import { access, constants, mkdir } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { failure } from "../runtime/errors/index.js";
import { reasonOf } from "../runtime/files/atomic-write.js";
import type { Command } from "./cli/command.js";
import { soundProgram } from "./program/load-program.js";
import { progressLine } from "./output/terminal-progress.js";
import { allowOutside, running } from "./program/run-program.js";
import { terminalSink } from "./output/terminal-sink.js";

export const run: Command = {
  name: "run",
  takes: "FILE",
  summary: "Runs a program and shows what comes out.",
  details: [
    "With --out, writes for each evaluation NAME.rows.jsonl, NAME.items.jsonl, NAME.summary.json,",
    "NAME.receipt.json, for each generation NAME.jsonl, NAME.receipt.json and NAME.html, for each chart an SVG,",
    "a PNG and its Vega-Lite specification, and one page with everything about the evaluations.",
    "Ctrl-C stops it; run it again to continue where it was.",
  ].join("\n"),
  options: {
    out: { type: "string", value: "DIR", help: "folder for results; made when it is not there" },
    ...allowOutside,
  },
  async run({ files, text, flags }) {
    const program = await soundProgram(files[0]!);
    const out = text["out"] === undefined ? null : await writableFolder(text["out"]);
    const progress = progressLine(process.stderr);
    const sink = terminalSink({
      progress,
      out: out === null ? null : { folder: out, program: basename(program.path, ".steer") },
    });
    return running({
      program,
      out: out ?? program.folder,
      confined: !flags["allow-outside"],
      progress,
      sink,
      finish: () => sink.finish(),
    });
  },
};

/** Makes the folder and finds out whether it can be written to, before any work is done. @throws E701 */
async function writableFolder(path: string): Promise<string> {
  try {
    await mkdir(resolve(path), { recursive: true });
    await access(resolve(path), constants.W_OK);
  } catch (cause) {
    throw failure("E701", { path, reason: reasonOf(cause) }, { cause });
  }
  return resolve(path);
}
