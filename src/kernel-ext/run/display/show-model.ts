// A model in a notebook: what its files say about it. They are read for that if they were not yet; no weights are loaded.
import { SteerError } from "../../../runtime/errors/index.js";
import { weightBytes } from "../../../runtime/models/index.js";
import type { Checkpoint, Dtype } from "../../../runtime/models/types.js";
import { pluralise, formatNumber } from "../../../runtime/report/words/format-number.js";
import type { Model } from "../../../runtime/session/types.js";
import type { Bundle } from "../../host/outputs.js";
import { accountBundle, short, type Table } from "./layout.js";

/** 1234567 -> "1.23 million" */
const large = (count: number): string =>
  count < 1e6
    ? String(count)
    : `${Number((count / (count < 1e9 ? 1e6 : 1e9)).toPrecision(3))} ${count < 1e9 ? "million" : "billion"}`;

const megabytes = (bytes: number): string => `${formatNumber(bytes / 1e6)} MB`;

/** What the weights are rounded to, and the size that they have then. */
function rounded(tensors: Checkpoint["tensors"], dtype: Dtype): string[][] {
  if (dtype === "fp32") return [];
  const [own, full] = [weightBytes(tensors, dtype), weightBytes(tensors, "fp32")].map(megabytes);
  return [
    [
      "rounded to",
      dtype === "fp16" ? `fp16, kept as ${full} of fp32` : `${dtype}, ${own} instead of ${full}`,
    ],
  ];
}

function factsOf({ config, tensors, dtype, template, sha256, commit }: Checkpoint, as: Dtype): Table {
  const { family, layers, hiddenSize, heads, kvHeads, vocabulary, context } = config;
  const weights = [...tensors.values()].reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  return {
    head: ["what", "value"],
    rows: [
      ["layers", `${layers} (0 to ${layers - 1}), of width ${hiddenSize}`],
      [
        "architecture",
        `${family}, ${pluralise(heads, "attention head")}, ${pluralise(kvHeads, "key/value head")}`,
      ],
      ["weights", `${large(weights)}, stored as ${dtype}`],
      ...rounded(tensors, as),
      ["tokens", `${vocabulary} in the vocabulary, ${context} at most in a text`],
      ["chat template", template ? "yes" : "none: use format plain"],
      ...(commit ? [["commit", commit]] : []),
      ["sha256", sha256],
    ],
  };
}

export async function modelBundle(model: Model): Promise<Bundle> {
  const { name, source, device, system } = model;
  const lines = [
    `from ${source}, on device ${device}`,
    ...(system === null ? [] : [`system message "${short(system)}"`]),
  ];
  try {
    const { checkpoint } = await model.plan();
    return accountBundle({ title: `model ${name}`, lines, table: factsOf(checkpoint, model.dtype) });
  } catch (error) {
    if (!(error instanceof SteerError)) throw error;
    return accountBundle({ title: `model ${name}`, lines: [...lines, error.sentence, error.remedy] });
  }
}
