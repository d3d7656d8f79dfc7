// What `steerlab init` puts into a new folder: a program, its pairs, a notebook. They run at once on the embedded model,
// whose language is small: the pairs use its words.

/** Things in the words of nano, and two ways to speak of them: 24 prompts that any of the answers completes. */
const nouns = [
  "soup",
  "bread",
  "train",
  "hotel",
  "movie",
  "actor",
  "sofa",
  "kitchen",
  "office",
  "meeting",
  "lawn",
  "rose",
];
const openings = [
  (noun: string) => `Honestly, the ${noun} is surely`,
  (noun: string) => `Yesterday, on Monday, we went to the square for the ${noun}. The ${noun} was so`,
];
const answers = [
  [" lovely", " awful"],
  [" superb", " dreadful"],
  [" splendid", " dismal"],
  [" charming", " tedious"],
] as const;

const pairs = openings.flatMap((opening, i) =>
  nouns.map((noun, j) => {
    const [positive, negative] = answers[(i + j) % answers.length]!;
    return { prompt: opening(noun), positive, negative };
  }),
);

const program = `// A study of your own.
//   npx steerlab plan study.steer                 what it costs, and which tokens are read and steered
//   npx steerlab run study.steer --out results    runs it; charts, numbers and one page with everything
// Change the pairs, then the model: a Hugging Face id, a folder, or a .gguf file. "nano" understands few words.

model m = "nano"

concept Mine {
  about  "finding things lovely rather than awful"
  pairs  from "pairs.jsonl"
  split  train 50%, test 50%, shuffled 0
}

// The mean difference between the two answers of the training pairs, after every layer.
vector mine = extract Mine from m

// Where does it act? (Choosing the layer on the reported pairs would inflate the effect.)
evaluation sweep = measure mine on Mine {
  multipliers  -1, 0, 1
}
chart sweep as layer sweep

// How strongly, how surely, and on which pairs not?
evaluation curve = measure mine on Mine { layers 3 }
chart curve as propensity curve
chart curve as steerability by item

save mine to "mine.safetensors"
`;

type Cell = readonly ["markdown" | "code", string];

const cells: readonly Cell[] = [
  [
    "markdown",
    "# A study of your own\n\nPairs of answers make a *steering vector*; other pairs say how well it works. Change `pairs.jsonl`, or write pairs here; then change the model.",
  ],
  [
    "code",
    '%%steer\nmodel m = "nano"\n\nconcept Mine {\n  about  "finding things lovely rather than awful"\n  pairs  from "pairs.jsonl"\n  split  train 50%, test 50%, shuffled 0\n}\nvector mine = extract Mine from m',
  ],
  ["markdown", "**Where does it act?**"],
  [
    "code",
    "%%steer\nevaluation sweep = measure mine on Mine { multipliers -1, 0, 1 }\nchart sweep as layer sweep",
  ],
  ["markdown", "**How strongly, how surely, and on which pairs not?**"],
  [
    "code",
    "%%steer\nevaluation curve = measure mine on Mine { layers 3 }\nchart curve as propensity curve\nchart curve as steerability by item",
  ],
  ["markdown", "Every declared name is a typed constant in TypeScript cells."],
  [
    "code",
    "[...curve.items].sort((a, b) => a.slope - b.slope).slice(0, 3).map(({ item, slope }) => [Mine.pairs.find(({ row }) => row === item)!.prompt, slope])",
  ],
];

const lines = (text: string) => text.split(/(?<=\n)/);

const notebook = {
  cells: cells.map(([kind, source], i) => ({
    cell_type: kind,
    ...(kind === "code" ? { execution_count: null } : {}),
    id: `cell-${i}`,
    metadata: {},
    ...(kind === "code" ? { outputs: [] } : {}),
    source: lines(source),
  })),
  metadata: {
    kernelspec: { display_name: "Steer (TypeScript)", language: "typescript", name: "steer" },
    language_info: { name: "typescript" },
  },
  nbformat: 4,
  nbformat_minor: 5,
};

/** File name -> content. */
export const starter: ReadonlyMap<string, string> = new Map([
  ["study.steer", program],
  ["pairs.jsonl", pairs.map((pair) => `${JSON.stringify(pair)}\n`).join("")],
  ["study.ipynb", `${JSON.stringify(notebook, null, 1)}\n`],
]);
