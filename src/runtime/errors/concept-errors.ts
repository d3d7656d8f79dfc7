// What can be wrong with contrast pairs, data files, splits, prompts and where-clauses.
const pairForm = 'Write a pair as `pair "prompt" -> "positive" | "negative"`.';
const forms: readonly (readonly [RegExp, string])[] = [
  [/\.jsonl"$/, 'Write each line as {"prompt": "…", "positive": "…", "negative": "…"}.'],
  [/\.json"$/, 'Write each item as {"prompt": "…", "positive": "…", "negative": "…"}.'],
  [/\.[ct]sv"$/, "Give every line the fields of the header, among them prompt, positive and negative."],
  [/\.parquet"$/, "Give the file the text columns prompt, positive and negative."],
];
/** How pairs are written where the one in question stands ('Line 7 of "x.jsonl"'). */
const formOf = (what: string) => forms.find(([ending]) => ending.test(what))?.[1] ?? pairForm;

export const conceptErrors = {
  E401: (d: { path: string; nearest?: string | null }) => ({
    sentence: `There is no data file at "${d.path}".`,
    remedy: d.nearest
      ? `Did you mean "${d.nearest}", which comes with steerlab?`
      : "Check the path: it is taken from the folder of the program or notebook.",
  }),
  E402: (d: { concept: string }) => ({
    sentence: `The concept ${d.concept} has no contrast pairs.`,
    remedy:
      'Add pairs, such as `pair "The film was" -> " wonderful" | " dreadful"`, or `pairs from "file.jsonl"`.',
  }),
  E403: (d: { what: string; reason: string }) => ({
    sentence: `${d.what} is not a contrast pair: ${d.reason}.`,
    remedy: formOf(d.what),
  }),
  E404: (d: { what: string; lacks: "positive answer" | "negative answer" | "prompt" }) => ({
    sentence: `${d.what} has no ${d.lacks}.`,
    remedy: formOf(d.what),
  }),
  E405: (d: { what: string; answer: string }) => ({
    sentence: `${d.what} has the same answer "${d.answer}" on both sides.`,
    remedy: "Give one answer that shows the concept and one that shows its opposite.",
  }),
  E406: (d: { what: string; first: string }) => ({
    sentence: `${d.what} repeats ${d.first.replace(/^[A-Z]/, (letter) => letter.toLowerCase())}.`,
    remedy: "Remove one of the two, or write `setting repeats = dropped`: a repeated pair would count twice.",
  }),
  E407: (d: { path: string; reason: string }) => ({
    sentence: `Could not read "${d.path}": ${d.reason}.`,
    remedy:
      "Check that it is what its ending says (.jsonl, .json, .csv and .tsv in UTF-8), and that you may read it.",
  }),
  E408: (d: { folder: string }) => ({
    sentence: `There is no folder of model-written evaluations at "${d.folder}".`,
    remedy:
      "Name the folder that holds persona, advanced-ai-risk and sycophancy, or CAA's datasets, or a data set of the hub, or leave it out to take them from the hub.",
  }),
  E409: (d: { dataset: string; folder: string; nearest: string | null }) => ({
    sentence: `There is no model-written evaluation "${d.dataset}" in "${d.folder}".`,
    remedy: d.nearest
      ? `Did you mean "${d.nearest}"?`
      : "Use the name of one of its data sets, without the file ending; they lie in persona/, advanced-ai-risk/lm_generated_evals/, sycophancy/, or as CAA has them in generate/NAME/generate_dataset.json and test/NAME/test_dataset_ab.json.",
  }),
  E410: (d: { concept: string; part: string; pairs: number }) => ({
    sentence: `The ${d.part} part of the split of ${d.concept} is empty: it takes none of the ${pairs(d.pairs)}.`,
    remedy: `Give the ${d.part} part more, or leave it out of the split.`,
  }),
  E411: (d: { concept: string; part: string; from: number; to: number; pairs: number }) => ({
    sentence: `The ${d.part} part of the split of ${d.concept} goes from ${d.from} to ${d.to}, but there are ${pairs(d.pairs)}.`,
    remedy: `Keep the parts within 0 to ${d.pairs}, or add pairs.`,
  }),
  E412: (d: { concept: string; first: string; second: string; shared: number }) => ({
    sentence: `The ${d.first} and ${d.second} parts of the split of ${d.concept} overlap: they share ${pairs(d.shared)}.`,
    remedy:
      "Let one part begin where the other ends; or write `setting overlap = allowed`, and say so with the numbers.",
  }),
  E413: (d: { concept: string; part: string }) => ({
    sentence: `The split of ${d.concept} names no ${d.part} part.`,
    remedy: `Add it, for example \`split train 40%, tune 10%, test 50%, shuffled 0\`.`,
  }),
  E414: (d: { concept: string; part: string; value: string }) => ({
    sentence: `The ${d.part} part of the split of ${d.concept} has the bound ${d.value}, which is no count and no percentage.`,
    remedy: "Use whole numbers from 0 on, or percentages from 0% to 100%.",
  }),
  E415: (d: { set: string; concept: string }) => ({
    sentence: `The set ${d.set} has two concepts of the name ${d.concept}.`,
    remedy: "Name each once: rows and charts tell concepts apart by their names.",
  }),
  E416: (d: { set: string }) => ({
    sentence: `The set ${d.set} has no concepts.`,
    remedy: "Give at least one concept or data set.",
  }),
  E417: (d: { dataset: string; id: string; reason: string | null }) => ({
    sentence: `The data set "${d.dataset}" of "${d.id}" is not in the Hugging Face cache${d.reason === null ? "" : ` and cannot be downloaded: ${d.reason}`}.`,
    remedy:
      "Name the folder that holds it, or set STEERLAB_DATA to the folder that has it as mwe; in TypeScript, `await fetched({ … })` downloads it.",
  }),
  E418: (d: { dataset: string }) => ({
    sentence: `The data set "${d.dataset}" is on no hub.`,
    remedy:
      "Name the folder that holds sycophancy/generate_dataset.json and test_dataset.json (of the CAA paper's code), or set STEERLAB_DATA to the folder that has it as mwe.",
  }),
  E419: (d: { path: string }) => ({
    sentence: `"${d.path}" is no data file that can be read.`,
    remedy: "Give a file that ends in .jsonl, .json, .csv, .tsv or .parquet.",
  }),
  E420: (d: { concept: string; shift: string }) => ({
    sentence: `The shift ${d.shift} needs the persona of ${d.concept}, which has none.`,
    remedy: 'Add `persona "You …" | "You don\'t …"` to the concept.',
  }),
  E421: (d: { name: string }) => ({
    sentence: `The shift ${d.name} changes nothing: it has neither a system message nor a user prefix.`,
    remedy: `Write \`shift ${d.name} = system "…"\` or \`shift ${d.name} = user prefix "…"\`, or use BASE.`,
  }),
  E430: (d: { concept: string }) => ({
    sentence: `The concept ${d.concept} asks for chat prompts, but the model has no chat template.`,
    remedy: "Use `format plain`, or a chat model.",
  }),
  /** `answer`: whether the text has an answer. */
  E431: (d: { concept: string; row: number; clause: string; tokens: number; answer: boolean }) => ({
    sentence: `The clause \`${d.clause}\` selects no token of row ${d.row} of ${d.concept}, whose text has ${tokens(d.tokens)}${d.answer ? "" : " and no answer"}.`,
    remedy: d.answer
      ? "Use a clause that every text has, such as `answer` or `last`."
      : "Use `last` or `prompt end`, or give the pair an answer.",
  }),
  E432: (d: { concept: string; row: number; reason: string }) => ({
    sentence: `The answers of row ${d.row} of ${d.concept} cannot be told apart: ${d.reason}.`,
    remedy: "Change one of the answers so that they differ in a token that both have.",
  }),
  E433: (d: { concept: string; row: number; positive: string; negative: string }) => ({
    sentence: `The answers of row ${d.row} of ${d.concept} do not differ in their token before the last only: they are ${d.positive} and ${d.negative}.`,
    remedy: "Leave out the protocol, which is made for answers such as (A) and (B), or use such answers.",
  }),
  E434: (d: { concept: string; row: number }) => ({
    sentence: `Row ${d.row} of ${d.concept} has no token before its answer, so nothing predicts it.`,
    remedy: "Give the pair a prompt.",
  }),
  E440: (d: {
    what: string;
    lacks: string;
    written: string | null;
    found: readonly string[];
    near: string | null;
    clause: string;
  }) => ({
    sentence: `${d.what} has no field ${d.written === null ? `for the ${d.lacks}` : `"${d.written}"`}: ${fieldsFound(d.found)}.`,
    remedy: d.near
      ? `Did you mean "${d.near}"?`
      : `Give the fields the names prompt, positive and negative, or say in the concept what theirs are: \`${d.clause}\`.${
          d.lacks === "prompt" ? " Sentences that follow no prompt have `fields prompt nothing`." : ""
        }`,
  }),
  E441: (d: { what: string }) => ({
    sentence: `${d.what} has the same prompt and the same answer on both sides.`,
    remedy: "Let its two sides differ in the system message, the prompt or the answer.",
  }),
  E442: (d: { concept: string; chat: number; plain: number }) => ({
    sentence: `Row ${d.chat} of ${d.concept} is written as messages, and row ${d.plain} as plain text.`,
    remedy:
      "Write `format chat`, which makes each plain prompt a message of the user, or put the rows into two concepts.",
  }),
  E443: (d: { concept: string; row: number; role: string }) => ({
    sentence: `Row ${d.row} of ${d.concept} has a message of the ${d.role} before its prompt, which \`format plain\` has no place for.`,
    remedy: "Leave out `format plain`: messages go through the model's chat template.",
  }),
  E444: (d: { concept: string; shift: string }) => ({
    sentence: `The shift ${d.shift} replaces the system message, but pairs of ${d.concept} bring their own.`,
    remedy: "Use BASE or a shift with a user prefix, or leave the system messages out of the pairs.",
  }),
  E445: (d: { concept: string; row: number }) => ({
    sentence: `Both sides of row ${d.row} of ${d.concept} are the same tokens: the chat template leaves out what differs.`,
    remedy: "Put what differs into the user's message: some templates drop system messages or earlier turns.",
  }),
  E446: (d: { concept: string; row: number }) => ({
    sentence: `Row ${d.row} of ${d.concept} has a prompt for each side, so there is no one prompt after which two answers could be compared.`,
    remedy:
      "Extract vectors from it, and measure them on a concept whose pairs have one prompt and two answers.",
  }),
};

/** At most this many fields are named. */
const mostFields = 12;

function fieldsFound(names: readonly string[]): string {
  if (names.length === 0) return "it has none";
  const shown = names.slice(0, mostFields).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  if (more > 0) return `its fields are ${shown.join(", ")} and ${more} more`;
  return shown.length === 1
    ? `its only field is ${shown[0]}`
    : `its fields are ${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

const pairs = (n: number) => `${n} ${n === 1 ? "pair" : "pairs"}`;
const tokens = (n: number) => `${n} ${n === 1 ? "token" : "tokens"}`;
