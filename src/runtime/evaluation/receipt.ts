// The receipt: what was steered where, by how much, with which settings, and the proof that it happened.
import { joinsOf } from "../concepts/index.js";
import type { MeasureSpec } from "../declarations.js";
import type { TextTokenizer } from "../models/types.js";
import { currentSession } from "../session/index.js";
import type { OpenModel, PlannedModel } from "../session/types.js";
import { contentKey, keepPiece, keptPiece, steerlabVersion, storeFolder } from "../store/index.js";
import { describeVector } from "../vectors/index.js";
import type { Directions } from "../vectors/types.js";
import { pushOf, selfCheck } from "./check.js";
import { trainedItems } from "./overlap.js";
import { askedOf, engineKey, groupsOf, type Work } from "./run.js";
import { describeApply, describeLayers } from "./settings.js";
import type { Receipt } from "./types.js";
import { itemCells, type WorkItem } from "./work.js";

/** The part of a receipt that needs the engine; kept in the store with the results that it speaks for. */
export type Proof = Pick<Receipt, "check" | "push" | "cost">;

/** Self-check, push and cost of the whole, from the store where it has them. Throws E612, E613. */
export async function proofOf(
  spec: MeasureSpec,
  work: Work,
  { norms }: Pick<Directions, "norms">,
  open: OpenModel,
): Promise<Proof> {
  const { items, cells, settings } = work;
  const cellKeys = itemCells(items[0]!, cells, settings).map(({ key }) => key);
  const key = contentKey([engineKey(open), items.map((item) => item.key), cellKeys, settings.random]);
  const kept = await keptPiece(storeFolder(), "checks", key);
  if (kept) return JSON.parse(kept.toString()) as Proof;
  const check = await selfCheck(work, open, spec.vector.name);
  const push = await pushOf(work, norms, open);
  const { passes, tokens, tokensUnshared } = open.engine.cost(groupsOf(askedOf(work)));
  const proof: Proof = { check, push, cost: { passes, tokens, tokensUnshared } };
  await keepPiece(storeFolder(), "checks", key, JSON.stringify(proof)).catch(() =>
    currentSession().sink.notice(
      "The self-check could not be kept in the store; it will run again next time.",
    ),
  );
  return proof;
}

const tokensShown = 4;

/** The last tokens before the first steered one and those that are steered, these in «», of the first item. */
export function steeredExample({ texts }: WorkItem, tokenizer: TextTokenizer): Receipt["tokens"] {
  const { tokens, steered } = texts.find((text) => text.steered.length > 0)!;
  const from = Math.max(0, steered[0]! - tokensShown);
  const to = Math.min(tokens.length, steered[0]! + 2 * tokensShown);
  const shown = tokens.slice(from, to).map((id, i) => {
    const piece = tokenizer.piece(id);
    return steered.includes(from + i) ? `«${piece}»` : piece;
  });
  const example = (from > 0 ? "…" : "") + shown.join("") + (to < tokens.length ? "…" : "");
  return { steered: steered.length, example };
}

export function receiptOf(
  spec: MeasureSpec,
  work: Work,
  directions: Directions,
  open: OpenModel,
  proof: Proof,
): Receipt {
  const { checkpoint, engine } = open;
  const { settings, items } = work;
  const layers = settings.layers.map((layer) => [String(layer), directions.norms.get(layer)!] as const);
  return {
    evaluation: spec.name,
    model: { label: checkpoint.label, sha256: checkpoint.sha256, dtype: checkpoint.dtype },
    engine: { device: engine.device, runtime: engine.runtimeVersion, steerlab: steerlabVersion },
    vector: { name: spec.vector.name, hash: directions.hash, norms: Object.fromEntries(layers) },
    concept: { name: spec.on.name, hash: spec.on.hash, items: spec.on.splits.test.length },
    apply: describeApply(settings),
    score: settings.score.label,
    protocol: spec.protocol ?? "none",
    push: proof.push,
    tokens: steeredExample(items[0]!, checkpoint.tokenizer),
    check: proof.check,
    cost: proof.cost,
    settings: settingsShown(spec, work, open),
  };
}

/** The settings in force, by name. */
export function settingsShown(
  spec: MeasureSpec,
  { settings }: Pick<Work, "settings">,
  { checkpoint }: PlannedModel,
): Receipt["settings"] {
  const { intervals, protocol } = settings;
  const joins = joinsOf(spec.protocol, checkpoint.config.family);
  return {
    vector: describeVector(spec.vector),
    layers: describeLayers(settings.layers),
    multipliers: settings.multipliers.join(", "),
    under: settings.shifts.map(({ name }) => name).join(", "),
    format: spec.on.format,
    "before answer": spec.on.format === "chat" ? joins.beforeAnswer : "",
    "after prefix": joins.afterPrefix,
    "prompt end trimmed": joins.trimPromptEnd,
    "test pairs": spec.on.splits.test.length,
    "test pairs that trained the vector": trainedItems(spec),
    intervals: `${100 * intervals.level}% from ${intervals.resamples} resamples seed ${intervals.seed}`,
    "random directions": settings.random,
    "anti-steerable": `slope ${protocol.antiSteerable}`,
    "norms equalised": protocol.equalNorms,
  };
}
