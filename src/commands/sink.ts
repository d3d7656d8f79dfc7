// What a run shows on a terminal: progress and notices on stderr, accounts of results on stdout, files where --out says.
import { relative } from "node:path";
import type { Evaluation } from "../runtime/evaluation/types.js";
import type { Chart } from "../runtime/report/types.js";
import type { Sink } from "../runtime/session/types.js";
import type { ProgressLine } from "./progress.js";
import { chartFiles, evaluationFiles, pageFile, writeAll, type Content } from "./results.js";

export interface Showing {
  readonly progress: ProgressLine;
  /** Folder for files; null: only the terminal. */
  readonly out: string | null;
}

/** Relative to here where it lies below here, else as it is. */
const shown = (path: string) => {
  const short = relative(process.cwd(), path) || ".";
  return short.startsWith("..") ? path : short;
};

export interface TerminalSink extends Sink {
  /** After the last declaration: the page of each evaluation, with its charts. */
  finish(): Promise<void>;
}

export function terminalSink({ progress, out }: Showing): TerminalSink {
  const evaluations: Evaluation[] = [];
  const charts: Chart[] = [];
  const print = (stream: NodeJS.WriteStream, text: string) => {
    progress.clear();
    stream.write(`${text}\n`);
  };
  const keep = async (folder: string, files: readonly Content[]) => {
    await writeAll(folder, files);
    print(process.stdout, `  wrote ${files.map(([name]) => name).join(", ")} to ${shown(folder)}`);
  };
  return {
    progress: (event) => progress.show(event),
    notice: (text) => print(process.stderr, text),
    async evaluated(evaluation) {
      const { words } = await import("../runtime/report/index.js");
      print(process.stdout, words(evaluation));
      evaluations.push(evaluation);
      if (out) await keep(out, evaluationFiles(evaluation));
    },
    async charted(chart) {
      print(process.stdout, `Chart: ${chart.title}`);
      charts.push(chart);
      if (out) await keep(out, await chartFiles(chart));
      else print(process.stdout, "  not drawn; --out DIR draws it into a folder");
    },
    saved: ({ path, what }) => print(process.stdout, `Saved ${what}: ${shown(path)}`),
    async finish() {
      if (!out || !evaluations.length) return;
      await keep(out, await Promise.all(evaluations.map((one) => pageFile(one, charts))));
    },
  };
}
