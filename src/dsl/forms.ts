// The kinds of statements: an example of each, for errors, completion and hover.

export const forms = {
  model: 'model smol = "HuggingFaceTB/SmolLM2-135M-Instruct"',
  concept: 'concept Delight { pair "I thought the film was" -> " wonderful" | " dreadful" }',
  concepts: 'concepts Paper = mwe "openness", "narcissism"',
  layers: "layers middle = 10..20 by 2",
  shift: 'shift Pirate = system "Talk like a pirate."',
  vector: "vector delight = extract Delight from smol",
  vectors: "vectors own = extract Paper from smol",
  evaluation: "evaluation curve = measure delight on Delight",
  generation: 'generation day = continue "How was your day?" from smol with delight',
  chart: "chart curve as propensity curve",
  save: 'save delight to "delight.safetensors"',
  import: 'import scores, words from "./words.ts"',
} as const;

export type Form = keyof typeof forms;
export const formNames = Object.keys(forms) as readonly Form[];

/** Other examples of a form, by a word that only they have. */
export const otherForms: Readonly<Record<string, string>> = {
  mwe: 'concept Openness = mwe "openness"',
  random: "vector noise = random like delight seed 3",
  load: 'vector kept = load "delight.safetensors" for smol',
  unit: "vector direction = unit(delight)",
  without: "vector rest = delight without calm",
};
