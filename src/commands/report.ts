// `steerlab report`: runs a program, or takes its results from the store, and writes one page that judges its vectors.
import { basename, dirname, relative, resolve } from "node:path";
import type { Evaluation } from "../runtime/results/evaluation.js";
import type { Generation } from "../runtime/results/generation.js";
import { writeAtomically } from "../runtime/files/index.js";
import { visible } from "../runtime/report/words/visible-text.js";
import type { Chart } from "../runtime/results/chart.js";
import type { Command } from "./cli/command.js";
import { soundProgram } from "./program/load-program.js";
import { progressLine } from "./output/terminal-progress.js";
import { allowOutside, running } from "./program/run-program.js";

export const report: Command = {
  name: "report",
  takes: "FILE",
  summary: "Runs a program and writes a page that says whether its vectors are fit for use.",
  details: [
    "Evaluations that are in the store are not run again. The page answers, from the numbers and their intervals: does the vector",
    "steer, on which items does it act backwards, does it survive other prompts, is it more than a prompt and a random direction;",
    "with charts, numbers and receipts, in one file without scripts. The rules are in docs/trust.md. Vectors that the program saves",
    "lie beside the page.",
  ].join("\n"),
  options: {
    out: { type: "string", value: "FILE.html", help: "where to write; default PROGRAM.html in this folder" },
    ...allowOutside,
  },
  async run({ files, text, flags }) {
    const program = await soundProgram(files[0]!);
    const title = basename(program.path, ".steer");
    const path = resolve(text["out"] ?? `${title}.html`);
    const evaluations: Evaluation[] = [];
    const charts: Chart[] = [];
    const generations: Generation[] = [];
    const progress = progressLine(process.stderr);
    const say = (stream: NodeJS.WriteStream, words: string) => {
      progress.clear();
      stream.write(`${visible(words)}\n`);
    };
    return running({
      program,
      out: dirname(path),
      confined: !flags["allow-outside"],
      progress,
      sink: {
        progress: (event) => progress.show(event),
        notice: (words) => say(process.stderr, words),
        evaluated: (evaluation) => void evaluations.push(evaluation),
        charted: (chart) => void charts.push(chart),
        generated: (generation) => void generations.push(generation),
        saved: (file) => say(process.stdout, `Saved ${file.what}: ${shown(file.path)}`),
      },
      async finish() {
        const { evidenceOf, judge, report: made } = await import("../runtime/report/index.js");
        const html = await made(title, evaluations, charts, generations);
        await writeAtomically(path, html);
        for (const evidence of evidenceOf(evaluations)) {
          const { vector, concept, layer } = evidence.summary;
          say(
            process.stdout,
            `${evidence.evaluation}: ${vector} on ${concept}, layer ${layer}. ${judge(evidence).sentence}`,
          );
        }
        say(process.stdout, `Wrote ${shown(path)}`);
      },
    });
  },
};

const shown = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
};
