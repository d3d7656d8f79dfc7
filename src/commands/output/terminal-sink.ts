// What a run shows on a terminal: progress and notices on stderr, accounts of results on stdout, files where --out says.
import { join, relative } from "node:path";
import type { Evaluation } from "../../runtime/results/evaluation.js";
import type { Chart } from "../../runtime/results/chart.js";
import type { Sink } from "../../runtime/session/types.js";
import { visible } from "../../runtime/report/words/visible-text.js";
import type { ProgressLine } from "./terminal-progress.js";
import {
  chartFiles,
  evaluationFiles,
  generationFiles,
  pageFile,
  writeAll,
  type Content,
} from "./result-files.js";

export interface Showing {
  readonly progress: ProgressLine;
  /** Folder for files, and the program's name, which the page takes; null: only the terminal. */
  readonly out: { readonly folder: string; readonly program: string } | null;
}

/** Relative to here where it lies below here, else as it is. */
const shown = (path: string) => {
  const short = relative(process.cwd(), path) || ".";
  return short.startsWith("..") ? path : short;
};

export interface TerminalSink extends Sink {
  /** After the last declaration: all evaluations side by side, and the page that holds everything. */
  finish(): Promise<void>;
}

export function terminalSink({ progress, out }: Showing): TerminalSink {
  const evaluations: Evaluation[] = [];
  const charts: Chart[] = [];
  let written = 0;
  const print = (stream: NodeJS.WriteStream, text: string) => {
    progress.clear();
    stream.write(`${visible(text)}\n`);
  };
  const keep = async ({ folder }: NonNullable<Showing["out"]>, files: readonly Content[]) => {
    await writeAll(folder, files);
    written += files.length;
  };
  return {
    progress: (event) => progress.show(event),
    notice: (text) => print(process.stderr, text),
    async evaluated(evaluation) {
      const { words } = await import("../../runtime/report/index.js");
      print(process.stdout, words(evaluation));
      evaluations.push(evaluation);
      if (out) await keep(out, evaluationFiles(evaluation));
    },
    async generated(generation) {
      const { generationWords } = await import("../../runtime/report/index.js");
      print(process.stdout, generationWords(generation));
      if (out) await keep(out, await generationFiles(generation));
    },
    async charted(chart) {
      charts.push(chart);
      if (out) await keep(out, await chartFiles(chart));
      else print(process.stdout, `Chart: ${chart.title}; --out DIR draws it into a folder`);
    },
    saved: ({ path, what }) => print(process.stdout, `Saved ${what}: ${shown(path)}`),
    async finish() {
      if (evaluations.length > 1) print(process.stdout, `\nTogether\n${await sideBySide(evaluations)}`);
      if (!out || evaluations.length + charts.length === 0) return;
      const [name, content] = await pageFile(out.program, evaluations, charts);
      await keep(out, [[name, content]]);
      const all = `Wrote ${written} files to ${shown(out.folder)}`;
      print(process.stdout, `${all}; everything on one page: ${join(shown(out.folder), name)}`);
    },
  };
}

async function sideBySide(evaluations: readonly Evaluation[]): Promise<string> {
  const { overview, tableText } = await import("../../runtime/report/index.js");
  const rows = overview(evaluations);
  const [, ...backwards] = tableText(rows, { most: rows.length }).split("\n").reverse(); // without the table's shape
  return backwards.reverse().join("\n");
}
