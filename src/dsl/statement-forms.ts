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

/** Other examples of a form, by the word that they go on with after the equals sign; `*` where it is no word of the language. */
const others: Partial<Record<Form, Readonly<Record<string, string>>>> = {
  concept: { mwe: 'concept Openness = mwe "openness"' },
  concepts: { "*": "concepts Both = Delight, Calm" },
  vector: {
    random: "vector noise = random like delight seed 3",
    load: 'vector kept = load "delight.safetensors" for smol',
    unit: "vector direction = unit(delight)",
    "*": "vector calmer = 0.5 * delight - calm",
  },
};

/** The example that is nearest to what was begun. */
export function exampleOf(form: Form, goesOn: string | undefined): string {
  const known = others[form] ?? {};
  const usual = goesOn === undefined || forms[form].includes(` ${goesOn} `);
  return (goesOn !== undefined && known[goesOn]) || (usual ? forms[form] : (known["*"] ?? forms[form]));
}
