// How long the kernel takes to answer, while nothing runs and while an evaluation keeps the engine busy. Wall time, over the sockets.
//   npm run bench:kernel
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { findSmolLM2 } from "../src/runtime/models/index.js";
import { startClient, type Client } from "./client.js";
import { median } from "./measure.js";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Study {
  readonly model: string;
  readonly pairs: string;
  /** Clauses that make the evaluation take long. */
  readonly clauses: string;
}

const smollm2 = findSmolLM2();
/** Steered in the prompt, so that nothing is shared; `step` says for how long. */
const work = (layers: string, step: number) =>
  `layers ${layers}\n multipliers -2..2 by ${step}\n apply add from prompt end`;
const studies: Readonly<Record<string, Study>> = {
  nano: {
    model: here("../models/nano"),
    pairs: here("../models/nano/concepts/attributes/formality.jsonl"),
    clauses: work("all", 0.04),
  },
  ...(smollm2 && {
    SmolLM2: { model: smollm2, pairs: here("../concepts/delight.jsonl"), clauses: work("12..13", 1) },
  }),
};

const cell = ({ model, pairs }: Study): string => `%%steer
model m = ${JSON.stringify(model)}
concept C {
  pairs from ${JSON.stringify(pairs)}
  split train 50%, test 50%
}
vector v = extract C from m`;

const at = (code: string, before = "") => ({
  code,
  cursor_pos: code.indexOf(before) + before.length || code.length,
});

/** What a person asks for; `n` makes each text a new one, as while typing. */
const questions: Readonly<Record<string, (n: number) => readonly [type: string, content: object]>> = {
  "completion, member": (n) => ["complete_request", at(`const a${n} = v.na`)],
  "completion, name": (n) => ["complete_request", at(`const b${n} = mea`)],
  "completion, %%steer": (n) => ["complete_request", at(`%%steer\nvector c${n} = extract `)],
  "completion, hole": (n) => ["complete_request", at(`%%steer\nmodel d${n} = \${v.na}`, "v.na")],
  hover: (n) => ["inspect_request", at(`const e${n} = v.name`, "v.na")],
  "hover, %%steer": (n) => ["inspect_request", at(`%%steer\nvector f${n} = extract C from m`, "extr")],
  kernel_info: () => ["kernel_info_request", {}],
};

type Times = Map<string, number[]>;

/** Asks one question after the other, with a pause, until `done`. */
async function asked(client: Client, done: () => boolean): Promise<Times> {
  const times: Times = new Map(Object.keys(questions).map((name) => [name, []]));
  for (let n = 0; !done(); n += 1)
    for (const [name, make] of Object.entries(questions)) {
      if (done()) break;
      const [type, content] = make(n);
      const began = performance.now();
      await client.ask(type, content as Record<string, unknown>);
      times.get(name)!.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  return times;
}

async function run(client: Client, code: string): Promise<void> {
  const { status, traceback } = await client.ask("execute_request", { code });
  if (status !== "ok") throw new Error(String(traceback));
}

/** @returns ms from the request until the cell has ended, and until the reply to it */
async function interrupted(client: Client, code: string): Promise<[ended: number, answered: number]> {
  const cell = client.ask("execute_request", { code, store_history: false });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const began = performance.now();
  const reply = client.ask("interrupt_request", {}, "control").then(() => performance.now() - began);
  await cell;
  return [performance.now() - began, await reply];
}

const shown = (times: readonly number[]): string => {
  const sorted = [...times].sort((a, b) => a - b);
  return `${median(sorted).toFixed(0).padStart(7)}${sorted[Math.ceil(sorted.length * 0.95) - 1]!.toFixed(0).padStart(6)}`;
};

const load = readFileSync("/proc/loadavg", "utf8").split(" ")[0];
console.log(`${availableParallelism()} processors, load ${load} before; milliseconds`);
for (const [name, study] of Object.entries(studies)) {
  const client = await startClient();
  await run(client, cell(study));
  await run(client, "await v.directions()");
  const rounds = (count: number) => {
    let left = count * Object.keys(questions).length;
    return () => left-- <= 0;
  };
  await asked(client, rounds(4));
  const idle = await asked(client, rounds(30));
  let ended = false;
  const evaluation = (label: string) =>
    `%%steer\nevaluation ${label} = measure v on C {\n ${study.clauses}\n}`;
  const began = performance.now();
  const work = run(client, evaluation("e")).finally(() => (ended = true));
  const busy = await asked(client, () => ended);
  await work;
  const seconds = (performance.now() - began) / 1000;
  console.log(`\n${name}: an evaluation of ${seconds.toFixed(1)} s`);
  console.log(`${" ".repeat(20)}${"idle".padStart(13)}${"evaluating".padStart(18)}${"ratio".padStart(8)}`);
  console.log(`${" ".repeat(20)} median   p95      median   p95      n`);
  for (const [question, times] of busy) {
    const before = idle.get(question)!;
    const ratio = (median(times) / median(before)).toFixed(1);
    console.log(
      `${question.padEnd(20)}${shown(before)}     ${shown(times)}${String(times.length).padStart(7)}${ratio.padStart(8)}`,
    );
  }
  const stops: [number, number][] = [];
  for (let i = 0; i < 5; i += 1)
    stops.push(await interrupted(client, evaluation("f").replace(/by .*/, `by ${0.03 + i / 1000}`)));
  const [stopped, answered] = [stops.map(([first]) => first), stops.map(([, second]) => second)];
  console.log(
    `interrupt: answered after ${median(answered).toFixed(0)} (at most ${Math.max(...answered).toFixed(0)}), cell ended after ${median(stopped).toFixed(0)} (at most ${Math.max(...stopped).toFixed(0)})`,
  );
  await client.close();
}
