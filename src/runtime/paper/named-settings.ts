// The named settings: details in which published protocols differ and that no other clause says, one entry each with the values
// that it can have. `setting NAME = VALUE` changes one of them; the language and the plan read their words here.
import type { Analysis, Protocol } from "./types.js";
/** What a value changes. */
export type Change = Partial<Omit<Protocol, "joins" | "analysis">> & {
  readonly joins?: Partial<Protocol["joins"]>;
  readonly analysis?: Partial<Analysis>;
};

export interface NamedSetting {
  /** The declarations that can have it. */
  readonly on: readonly ("concept" | "mwe" | "set" | "vector" | "evaluation" | "generation")[];
  /** What it decides, in a sentence. */
  readonly help: string;
  readonly values: Readonly<Record<string, Change>>;
}

const texts = ["vector", "evaluation"] as const;

export const namedSettings = {
  overlap: {
    on: ["concept", "mwe", "set"],
    help: "Whether the parts of a split may share pairs.",
    values: { refused: { overlap: false }, allowed: { overlap: true } },
  },
  repeats: {
    on: ["concept", "mwe", "set"],
    help: "What is done with pairs that repeat an earlier one, or rows of a published set that do: n and intervals would count each, and a split may put equal ones on both sides.",
    values: { dropped: { repeats: "dropped" }, kept: { repeats: "kept" }, refused: { repeats: "refused" } },
  },
  "persona sentences": {
    on: ["mwe", "set"],
    help: "The pair of believes-AIs-are-not-an-existential-threat-to-humanity, which the authors' code had swapped.",
    values: { "as meant": { personas: "as meant" }, "as run": { personas: "as run" } },
  },
  "answers checked": {
    on: texts,
    help: "Whether both answers must be as long and differ in the last token but one only.",
    values: { no: { letters: false }, letters: { letters: true } },
  },
  template: {
    on: texts,
    help: "The form of chat prompts: the model's own, or that of Qwen, which the authors' layer sweeps used for every model by mistake.",
    values: { own: { template: "own" }, qwen: { template: "qwen" } },
  },
  "prompt space": {
    on: texts,
    help: "Whether a chat prompt loses the white space around it.",
    values: { stripped: { joins: { stripPrompt: true } }, kept: { joins: { stripPrompt: false } } },
  },
  "answer space": {
    on: texts,
    help: "Whether an answer loses the white space around it before it is joined to a chat prompt.",
    values: { stripped: { joins: { stripAnswer: true } }, kept: { joins: { stripAnswer: false } } },
  },
  "before answer": {
    on: texts,
    help: "What stands between a chat prompt and the answer.",
    values: { space: { joins: { beforeAnswer: " " } }, nothing: { joins: { beforeAnswer: "" } } },
  },
  "after prefix": {
    on: texts,
    help: "What stands between a user prefix and the prompt.",
    values: { "empty line": { joins: { afterPrefix: "\n\n" } }, nothing: { joins: { afterPrefix: "" } } },
  },
  "prompt end": {
    on: texts,
    help: "Whether the rendered chat prompt loses the white space at its end, as the authors' form for Qwen does.",
    values: {
      kept: { trimmed: [] },
      "trimmed for qwen2": { trimmed: ["qwen2"] },
      trimmed: { trimmed: ["llama", "mistral", "qwen2"] },
    },
  },
  thinking: {
    on: [...texts, "generation"],
    help: "A thinking block, such as <think>, that the chat template opens at the end of the prompt: left open, so that answers stand inside it, or closed before them, by the template's own enable_thinking where it has that.",
    values: { open: { joins: { thinking: "open" } }, closed: { joins: { thinking: "closed" } } },
  },
  "beginning of text": {
    on: texts,
    help: "Whether the token that begins a text is put once more before a chat prompt that has it already.",
    values: { once: { joins: { bos: "once" } }, again: { joins: { bos: "again" } } },
  },
  "equal norms": {
    on: ["evaluation"],
    help: "Whether vectors get the norm of those trained under BASE.",
    values: { off: { equalNorms: false }, on: { equalNorms: true } },
  },
  "ablate then add at zero": {
    on: ["evaluation"],
    help: "What multiplier 0 does under that operator.",
    values: { ablated: { ablatedAtZero: true }, untouched: { ablatedAtZero: false } },
  },
  "anti-steerable": {
    on: ["evaluation"],
    help: "The slopes that count as anti-steerable: below zero by more than the engine can resolve (what lies nearer to zero is no effect), or, as published, all below zero, or all at most zero.",
    values: {
      "beyond resolution": { antiSteerable: "beyond resolution" },
      "below zero": { antiSteerable: "below 0" },
      "at most zero": { antiSteerable: "at most 0" },
    },
  },
  "relative steerability": {
    on: ["evaluation"],
    help: "Its divisor: the test shift's own steerability, or the absolute value of that and only where it is above 0.25.",
    values: {
      absolute: { analysis: { relative: "absolute above 0.25" } },
      own: { analysis: { relative: "own" } },
    },
  },
  "factor groups": {
    on: ["evaluation"],
    help: "Groups by letter and yes or no: by the factors of each item, or as published, where all rows of multipliers other than 0 stand under B with no.",
    values: {
      "by factor": { analysis: { groups: "by factor" } },
      "as published": { analysis: { groups: "as published" } },
    },
  },
  counted: {
    on: ["evaluation"],
    help: "What violins and intervals of charts count: items, or each item once for every multiplier, which makes both too narrow.",
    values: {
      items: { analysis: { counted: "items" } },
      "items and multipliers": { analysis: { counted: "items and multipliers" } },
    },
  },
  "fit error": {
    on: ["evaluation"],
    help: "Root of the mean of the squared residuals, or of their sum.",
    values: { mean: { analysis: { fitError: "mean" } }, sum: { analysis: { fitError: "sum" } } },
  },
  "sets drawn": {
    on: ["evaluation"],
    help: "Charts over concepts: all sets alike, or, as published, yes and no ignored for two sets and the two sycophancy sets pooled.",
    values: {
      alike: { analysis: { drawn: "alike" } },
      "as published": { analysis: { drawn: "as published" } },
    },
  },
} as const satisfies Readonly<Record<string, NamedSetting>>;

export type SettingName = keyof typeof namedSettings;

/** Written settings: name to value. */
export type Written = { readonly [N in SettingName]?: keyof (typeof namedSettings)[N]["values"] };

/** The settings that some kinds of declaration take. */
export type WrittenOn<Owner extends NamedSetting["on"][number]> = {
  readonly [
    N in SettingName as Owner extends (typeof namedSettings)[N]["on"][number] ? N : never
  ]?: Written[N];
};

export const settingNames = Object.keys(namedSettings) as readonly SettingName[];

export const settingOf = (name: string): NamedSetting | null =>
  Object.hasOwn(namedSettings, name) ? namedSettings[name as SettingName] : null;

const changed = (protocol: Protocol, { joins, analysis, ...own }: Change): Protocol => ({
  ...protocol,
  ...own,
  joins: { ...protocol.joins, ...joins },
  analysis: { ...protocol.analysis, ...analysis },
});

/** The protocol with what is written in its place. */
export const withSettings = (protocol: Protocol, written: Written = {}): Protocol =>
  Object.entries(written).reduce(
    (so, [name, value]) => changed(so, settingOf(name)?.values[value] ?? {}),
    protocol,
  );

/** The word of the value that is in force. */
export const valueOf = (name: SettingName, protocol: Protocol): string => {
  const same = JSON.stringify(protocol);
  const values: NamedSetting["values"] = namedSettings[name].values;
  return Object.keys(values).find((word) => JSON.stringify(changed(protocol, values[word]!)) === same)!;
};
