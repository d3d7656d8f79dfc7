// `steerlab plan`: what a program would do and cost. Runs the program with measuring replaced by planning.
import type { MeasureSpec } from "../runtime/evaluation/specs.js";
import type { GenerateSpec } from "../runtime/generation/specs.js";
import type { Cost } from "../runtime/engine/types.js";
import type { Plan } from "../runtime/results/evaluation.js";
import { CommandError, type Command } from "./cli/command.js";
import { explain } from "./output/failure-message.js";
import { generationPlanWords, planWords, sumWords } from "../runtime/report/plan/index.js";
import { execute, soundProgram } from "./program/load-program.js";
import { progressLine } from "./output/terminal-progress.js";
import { terminalSink } from "./output/terminal-sink.js";
import { complain, say } from "./output/terminal.js";

export const plan: Command = {
  name: "plan",
  takes: "FILE",
  summary: "Says what a program would do and cost: passes, tokens, one prompt, settings.",
  details:
    "Opens the model to read its tokenizer and shape; nothing passes through it.\nTypeScript of the program (imports and ${…}) is executed, as by `run`.",
  options: {},
  async run({ files }) {
    const program = await soundProgram(files[0]!);
    const api = await import("../index.js");
    const progress = progressLine(process.stderr);
    const sink = terminalSink({ progress, out: null });
    api.configureSession({ base: program.folder, out: program.folder, sink });

    const costs: Cost[] = [];
    const extracted = new Set<string>();
    /** Extractions count once, whoever needs them. */
    const count = (
      { extractions }: Pick<Plan, "extractions">,
      others: readonly (Cost | undefined | null)[],
    ) => {
      costs.push(...others.filter((cost) => cost !== undefined && cost !== null));
      for (const { key, cost } of extractions) {
        if (!extracted.has(key)) costs.push(cost);
        extracted.add(key);
      }
    };
    const measure = async (spec: MeasureSpec) => {
      const planned = await api.planMeasure(spec);
      progress.clear();
      say(`${planWords(planned)}\n`);
      count(planned, [planned.cost, planned.kl.cost, planned.selection?.cost, planned.quantisation?.cost]);
      return resultless("evaluation", spec.name);
    };
    const generate = async (spec: GenerateSpec) => {
      const planned = await api.planGenerate(spec);
      progress.clear();
      say(`${generationPlanWords(planned)}\n`);
      count(planned, [planned.cost, planned.selfCheck, planned.quantisation?.cost]);
      return resultless("generation", spec.name);
    };
    try {
      await execute(program, { ...api, measure, generate, chart: async () => {}, save: async () => {} });
      say(sumWords(costs));
      return 0;
    } catch (error) {
      progress.clear();
      complain(explain(error, program));
      return 1;
    } finally {
      await api.closeSession();
    }
  },
};

/** Stands where an evaluation or a generation would; its results cannot be asked for. */
function resultless(kind: string, name: string): object {
  return new Proxy(
    { kind, name },
    {
      get(target, key) {
        if (typeof key === "symbol" || key === "then") return undefined;
        if (key in target) return target[key as keyof typeof target];
        throw new CommandError(
          `The program goes on with ${name}.${key}, which only a run can know.`,
          "Run it with `steerlab run`, or plan the part before that.",
          1,
        );
      },
    },
  );
}
