// The one table of clauses: where each may stand, what it takes, what holds without it. The checker, completion, hover
// and the reference in docs/language.md all read it.
import { fieldRoles } from "../runtime/concepts/readers/field-names.js";
import type { ClauseName } from "./syntax/ast.js";

/** What a field of a data file can hold. */
export const fieldRoleNames: readonly string[] = Object.keys(fieldRoles);

/** What can have clauses. `mwe`: a concept that is a published set; `set`: several of them. */
export type Owner = "model" | "concept" | "mwe" | "set" | "vector" | "evaluation" | "generation";

export interface ClauseHelp {
  readonly on: readonly Owner[];
  /** What it takes, in words. */
  readonly takes: string;
  /** What holds without it. */
  readonly without: string;
  readonly help: string;
  readonly example: string;
  /** Other forms, chosen by their second word when an error needs an example. */
  readonly others?: readonly string[];
  /** May be written several times. */
  readonly repeats?: boolean;
  /** The words that it takes, where they are a fixed few. */
  readonly choices?: readonly string[];
}

export const clauses: Readonly<Record<ClauseName, ClauseHelp>> = {
  device: {
    on: ["model"],
    takes: "auto, cpu, webgpu or cuda",
    without: "auto",
    help: "Where the model runs.",
    example: "device cpu",
    choices: ["auto", "cpu", "webgpu", "cuda"],
  },
  dtype: {
    on: ["model"],
    takes: "fp32, fp16, q8 or q4",
    without: "fp32",
    help: "What the weights are rounded to: not at all, to half precision, or the projections of every block to 8- or 4-bit whole numbers in blocks of 32. Every result then says how far it is from full precision.",
    example: "dtype q8",
    choices: ["fp32", "fp16", "q8", "q4"],
  },
  system: {
    on: ["model"],
    takes: "a text",
    without: "the chat template's own",
    help: "The system message of every chat prompt.",
    example: 'system "You are a helpful assistant."',
  },
  about: {
    on: ["concept", "mwe"],
    takes: "a text",
    without: "nothing",
    help: "What the concept is, in a sentence; it stands on charts and in receipts.",
    example: 'about "finding things delightful rather than dreadful"',
  },
  pair: {
    on: ["concept"],
    takes:
      "prompt -> positive answer | negative answer; or a contrast in the prompt: two system messages, messages of the user or prompts, then, if wanted, -> an answer; or two sentences",
    without: "no pairs of its own",
    help: "A contrast pair: a prompt, an answer that shows the concept, and one that shows its opposite.",
    example: 'pair "I thought the film was" -> " wonderful" | " dreadful"',
    others: [
      'pair system "You are kind." | "You are cruel." user "Would you help me?" -> " I"',
      'pair user "Act as if you were happy." | "Act as if you were sad." -> "I"',
    ],
    repeats: true,
  },
  pairs: {
    on: ["concept"],
    takes: "from and a .jsonl, .json, .csv, .tsv or .parquet file",
    without: "no file",
    help: "Contrast pairs from a file with the fields prompt, positive, negative and, if wanted, domain; docs/data.md has the other layouts that are read.",
    example: 'pairs from "concepts/delight.jsonl"',
    repeats: true,
  },
  fields: {
    on: ["concept"],
    takes: `what a field holds (${fieldRoleNames.join(", ")}) and its name in the file, or nothing`,
    without: "the usual names: prompt, positive, negative and others",
    help: "The names of the fields, or columns, of the files that `pairs from` reads.",
    example: 'fields prompt "question", positive "good", negative "bad"',
    others: ["fields prompt nothing"],
  },
  persona: {
    on: ["concept", "mwe"],
    takes: "two texts, with | between them",
    without: "the authors' sentences for a set of the paper, else no persona shifts",
    help: "Sentences for and against the concept; they make the shifts SYS_POS, SYS_NEG, USER_POS and USER_NEG.",
    example: 'persona "You adore everything." | "You can\'t stand anything."',
  },
  format: {
    on: ["concept", "mwe", "set", "generation"],
    takes: "chat or plain",
    without:
      "chat for published sets and pairs written as messages, and for a generation where the model has a template; plain for other pairs",
    help: "Whether prompts go through the model's chat template or stand as they are.",
    example: "format plain",
    choices: ["chat", "plain"],
  },
  split: {
    on: ["concept", "mwe", "set"],
    takes: "train, tune and test parts, and shuffled with a seed",
    without: "train 40%, tune 10%, test 50%, shuffled 0 (below ten pairs: all pairs for both)",
    help: "Which pairs make vectors (train), choose settings (tune) and are measured (test).",
    example: "split train 40%, tune 10%, test 50%, shuffled 0",
    others: ["split train [0:24], test [24:48], shuffled 0"],
  },
  from: {
    on: ["mwe", "set"],
    takes: "a folder, or a data set of the hub",
    without: "mwe in the folder that STEERLAB_DATA names, else the hub",
    help: "Where the published sets lie.",
    example: 'from "data/mwe"',
  },
  layers: {
    on: ["vector", "evaluation", "generation"],
    takes: "all, numbers, ranges, last n, or names of layers",
    without: "all; for a generation the middle one",
    help: "The layers that are read or steered; a layer is the residual stream after that block, counted from 0.",
    example: "layers 10..20 by 2",
  },
  read: {
    on: ["vector"],
    takes: "a where-clause",
    without: "answer",
    help: "The token at which the residual stream is read; of several tokens the mean.",
    example: "read answer",
  },
  by: {
    on: ["vector"],
    takes: "mean difference, pca or logistic",
    without: "mean difference",
    help: "How a vector is made from what was read; by pca and logistic it has norm 1, by mean difference its own.",
    example: "by mean difference",
  },
  under: {
    on: ["vector", "evaluation", "generation"],
    takes: "shifts (one, but for an evaluation)",
    without: "BASE",
    help: "The shifts of the prompt under which is read, measured or continued.",
    example: "under BASE",
  },
  trained: {
    on: ["evaluation"],
    takes: "under, and shifts",
    without: "each vector as it was declared",
    help: "Re-extracts each vector under each of these shifts, and measures them all.",
    example: "trained under BASE, SYS_POS",
  },
  tested: {
    on: ["evaluation"],
    takes: "under, and shifts",
    without: "BASE",
    help: "The same as `under`, beside `trained under`.",
    example: "tested under BASE, USER_NEG",
  },
  pairing: {
    on: ["evaluation"],
    takes: "own or every",
    without: "own",
    help: "Whether the vectors of a set are measured each on the concept that it was made from, or every one on every concept.",
    example: "pairing every",
    choices: ["own", "every"],
  },
  multipliers: {
    on: ["evaluation", "generation"],
    takes: "numbers and ranges",
    without: "-1.5..1.5 by 0.5; for a generation -1, 0, 1",
    help: "How many times the vector is added.",
    example: "multipliers -1.5..1.5 by 0.5",
  },
  apply: {
    on: ["evaluation", "generation"],
    takes: "add, ablate or ablate then add, and a where-clause",
    without: "add from answer; for a generation add from prompt end",
    help: "What is done with the vector, and to which tokens.",
    example: "apply add from answer",
  },
  score: {
    on: ["evaluation"],
    takes:
      'logit difference, log-prob difference or raw logit sum, each also over both orders, or words "a", "b" | "c", "d"',
    without: "logit difference",
    help: "How the propensity of an item is counted.",
    example: "score logit difference",
    others: ['score words "great", "good" | "terrible", "bad"', "score logit difference over both orders"],
  },
  against: {
    on: ["evaluation"],
    takes: "random and a number, orthogonal and a number, prompt only; or nothing",
    without: "random 19, orthogonal 19, prompt only (where the concept has a persona)",
    help: "What the vector is compared with: random directions of equal norm, directions orthogonal to it, the persona's sentences without any steering. Only what is written is compared. Fewer than 19 directions cannot show that a vector does more (p = 0.05).",
    example: "against random 19, orthogonal 19, prompt only",
    others: ["against nothing"],
  },
  intervals: {
    on: ["evaluation"],
    takes: "a percentage; then, if wanted, resamples and a seed, and over items or over training pairs",
    without: "95% from 1000 resamples seed 0 over items",
    help: "The bootstrap intervals. Over items they say what other items would have given for this vector; over training pairs the interval of the mean also counts in that other pairs would have given another vector, by refitting it to 50 resamples of its pairs.",
    example: "intervals 95% from 1000 resamples seed 0",
    others: ["intervals 95% over training pairs"],
  },
  choose: {
    on: ["evaluation"],
    takes:
      "layer, multiplier or both, then on tune; then, if wanted, for steerability or reliability, and within drift and a number of nats",
    without: "nothing is chosen",
    help: "Chooses the layer or multiplier on the tuning pairs, and reports the test pairs at what was chosen.",
    example: "choose layer, multiplier on tune for steerability within drift 1 nat",
    others: ["choose layer on tune"],
    choices: ["steerability", "reliability"],
  },
  tokens: {
    on: ["generation"],
    takes: "a number",
    without: "60",
    help: "The most tokens that are written.",
    example: "tokens 60",
  },
  sample: {
    on: ["generation"],
    takes: "temperature and a number; then, if wanted, top and a number of tokens, and a seed",
    without: "the likeliest token, always",
    help: "Draws each token from the model's distribution.",
    example: "sample temperature 0.8 top 40 seed 1",
  },
  stop: {
    on: ["generation"],
    takes: "texts",
    without: "nothing but the model's own end",
    help: "Texts that end the continuation.",
    example: 'stop "\\n"',
  },
  protocol: {
    on: ["concept", "mwe", "set", "vector", "evaluation"],
    takes: "paper, as-run or steering-bench",
    without: "none",
    help: "The settings of a published protocol; a written clause wins over them.",
    example: "protocol steering-bench",
    choices: ["paper", "as-run", "steering-bench"],
  },
  setting: {
    on: ["concept", "mwe", "set", "vector", "evaluation", "generation"],
    takes: "the name of a setting, =, and one of its values",
    without: "as the protocol says",
    help: "A detail in which published protocols differ; it wins over the protocol's. The table of settings has their names and values.",
    example: "setting equal norms = off",
    others: ["setting overlap = allowed", "setting answer space = kept"],
    repeats: true,
  },
};

/** Each name with what it can be, in words: for the reference. */
export {
  namedSettings,
  settingNames,
  settingOf,
  type NamedSetting,
} from "../runtime/paper/named-settings.js";

export const clauseNames = Object.keys(clauses) as readonly ClauseName[];

/** The clauses that may stand in this kind of block, in the order of the table. */
export function clausesOf(owner: Owner): readonly ClauseName[] {
  return clauseNames.filter((name) => clauses[name].on.includes(owner));
}
