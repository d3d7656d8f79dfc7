// The items of an evaluation: a pair under a shift, as texts that are read and steered.
import { joinsOf } from "../../paper/protocols.js";
import { encodeMeasured, otherOrder, partOf, promptDigest, tokensOf } from "../../concepts/index.js";
import type { Concept, ContrastPair, EncodedPair, Part, Shift } from "../../concepts/types.js";
import type { MeasureSpec } from "../specs.js";
import { fail } from "../../errors/index.js";
import { currentSession, locatedNow } from "../../session/index.js";
import type { PlannedModel } from "../../session/types.js";
import { contentKey } from "../../store/index.js";
import { modelOf } from "./pairings.js";
import { promptItems, promptShifts } from "../controls/prompt-baseline.js";
import type { AskedText } from "./scores.js";
import { describeApply, type Settings } from "./evaluation-settings.js";

/** A text that is read, with the tokens of it that are steered. */
export interface SteeredText extends AskedText {
  readonly steered: readonly number[];
}

export interface ConceptItem {
  readonly shift: Shift;
  readonly pair: ContrastPair;
  /** Place in the concept's part. */
  readonly position: number;
  readonly texts: readonly SteeredText[];
  /** Digest of its prompt, the thinking block that is open at its end, and whether one was closed there. */
  readonly prompt: string;
  readonly opens: EncodedPair["opens"];
  readonly closed: boolean;
  /** Whether steering is tried on it; else it is only looked at as it stands. */
  readonly tested: boolean;
}

/**
 * A concept's items: the tested ones in the order of shifts, then of the part; then those that show what a prompt does.
 * Throws what `encodeMeasured`, `tokensOf` and the score throw, and E608.
 */
export function itemsOf(
  concept: Concept,
  spec: MeasureSpec,
  settings: Settings,
  model: PlannedModel,
  part: Part = "test",
): ConceptItem[] {
  const pairs = askedPairs(partOf(concept, part), concept, spec, settings);
  const make = encoder(concept, spec, settings, model);
  const tested = settings.shifts.flatMap((shift) =>
    pairs.map((pair, position) => make(shift, pair, position, true)),
  );
  const prompted = (settings.promptOnly ? promptShifts(concept) : [])
    .filter((shift) => !settings.shifts.includes(shift))
    .flatMap((shift) =>
      pairs.slice(0, promptItems).map((pair, position) => make(shift, pair, position, false)),
    );
  return [...tested, ...prompted];
}

/** The texts of one pair under a shift, as token ids. */
export function encodeItem(
  concept: Concept,
  shift: Shift,
  pair: ContrastPair,
  spec: MeasureSpec,
  { checkpoint }: PlannedModel,
  { protocol }: Settings,
): EncodedPair {
  return encodeMeasured(pair, {
    concept,
    shift,
    model: {
      tokenizer: checkpoint.tokenizer,
      template: checkpoint.template,
      system: modelOf(spec).system,
    },
    joins: joinsOf(spec, checkpoint.config.family),
    letters: protocol.letters,
    context: checkpoint.config.context,
  });
}

/** The pairs that the score can ask. Those without another order are left out, and that is said. Throws E627 at the score's clause. */
function askedPairs(
  pairs: readonly ContrastPair[],
  concept: Concept,
  { scoreAt }: MeasureSpec,
  { score }: Settings,
): readonly ContrastPair[] {
  if (!score.bothOrders) return pairs;
  const whole = pairs.filter((pair) => otherOrder(pair));
  if (whole.length === 0) locatedNow(scoreAt, () => fail("E627", { concept: concept.name }));
  const left = pairs.length - whole.length;
  if (left > 0)
    currentSession().sink.notice(
      `${left} of the ${pairs.length} pairs of ${concept.name} ${left === 1 ? "is" : "are"} left out: their options have no other order.`,
    );
  return whole;
}

function encoder(concept: Concept, spec: MeasureSpec, settings: Settings, model: PlannedModel) {
  const { score, where } = settings;
  const textsOf = (encoded: EncodedPair, tested: boolean): SteeredText[] => {
    const all = locatedNow(spec.scoreAt, () => score.ask(encoded));
    const texts = all.map((asked): SteeredText => {
      if (!tested) return { ...asked, steered: [] };
      const steered = locatedNow(spec.apply?.at, () => tokensOf(where, encoded, asked.text, "steer"));
      return { ...asked, steered: steered.filter((token) => token < asked.tokens.length) };
    });
    if (tested && texts.every(({ steered }) => steered.length === 0))
      locatedNow(spec.apply?.at, () => tooLate(encoded, settings));
    return texts;
  };
  return (shift: Shift, pair: ContrastPair, position: number, tested: boolean): ConceptItem => {
    const orders = score.bothOrders ? [pair, otherOrder(pair)!] : [pair];
    const encoded = orders.map((one) => encodeItem(concept, shift, one, spec, model, settings));
    const texts = encoded.flatMap((one) => textsOf(one, tested));
    const { promptText, opens, closed } = encoded[0]!;
    return { shift, pair, position, texts, prompt: promptDigest(promptText), opens, closed, tested };
  };
}

function tooLate({ concept, row }: EncodedPair, settings: Settings): never {
  const works = describeApply({ ...settings, where: { kind: "from answer" } });
  return fail("E608", { clause: describeApply(settings), concept, row, score: settings.score.label, works });
}

/** Content key of what is run for an item: its texts, what is read, what is steered, and how many cells are asked. */
export const itemKey = (texts: readonly SteeredText[], cells: number, { score }: Settings): string =>
  contentKey([score.label, texts, cells]);
