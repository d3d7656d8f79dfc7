// How long the language takes, warm: a cell of ten lines, and programs of 500 to 2,000 lines. Processor time, median of nine.
//   npm run bench:language
import { compile, completions, format } from "../src/dsl/index.js";

const study = (n: number) => `model m${n} = "nano"
concept C${n} {
  pair   "The film was"  -> " lovely" | " awful"
  pair   "The hotel was" -> " lovely" | " awful"
  split  train 50%, test 50%, shuffled 0
}
vector v${n} = extract C${n} from m${n}
evaluation e${n} = measure v${n} on C${n} { layers 3 }
chart e${n} as propensity curve
`;
const lines = (count: number) =>
  Array.from({ length: Math.ceil(count / 10) }, (_, n) => study(n) + "\n").join("");

/** Milliseconds of processor time, the median of nine after three that are not counted. */
function median(work: () => unknown): number {
  const times = Array.from({ length: 12 }, () => {
    const began = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  });
  return times.slice(3).sort((a, b) => a - b)[4]!;
}

const works: Readonly<Record<string, (text: string) => unknown>> = {
  check: (text) => compile(text).diagnostics,
  compile: (text) => compile(text).code,
  format,
  complete: (text) => completions(text, text.length),
};

console.log(["lines", ...Object.keys(works)].map((word) => word.padStart(9)).join(""));
for (const count of [10, 500, 1000, 2000]) {
  const text = lines(count);
  const times = Object.values(works).map((work) => `${median(() => work(text)).toFixed(1)} ms`.padStart(9));
  console.log(String(count).padStart(9) + times.join(""));
}
