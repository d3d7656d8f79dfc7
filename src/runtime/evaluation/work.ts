// The work of an evaluation: its items (a pair under a shift, as texts that are read and steered) and its cells
// (untouched, or one change along one direction at one layer). Items x cells are the sequences that the engine runs.
import { encodePair, joinsOf, partOf, tokensOf } from "../concepts/index.js";
import type { ContrastPair, EncodedPair, Shift } from "../concepts/types.js";
import type { MeasureSpec } from "../declarations.js";
import type { Group, Sequence, Term } from "../engine/types.js";
import { fail } from "../errors/index.js";
import { locatedNow } from "../session/index.js";
import type { PlannedModel } from "../session/types.js";
import { contentKey, numbersKey } from "../store/index.js";
import type { Directions } from "../vectors/types.js";
import { nullItems, randomUnits } from "./chance.js";
import { operators } from "./operators.js";
import type { AskedText } from "./scores.js";
import { describeApply, type Settings } from "./settings.js";

/** A text that is read, with the tokens of it that are steered. */
export interface SteeredText extends AskedText {
  readonly steered: readonly number[];
}

export interface WorkItem {
  readonly shift: Shift;
  readonly pair: ContrastPair;
  readonly encoded: EncodedPair;
  readonly texts: readonly SteeredText[];
  /** Content key of the texts, what is read, and what is steered. */
  readonly key: string;
  /** Whether random directions are tried on it. */
  readonly chance: boolean;
}

/** One number per item: what is done to its texts. `term` null: nothing. */
export interface Cell {
  readonly key: string;
  readonly term: Term | null;
}

export const untouched: Cell = { key: "untouched", term: null };

/** Cells by what they are for; `bank` holds the unit directions that their terms name. */
export interface Cells {
  readonly bank: readonly Float32Array[];
  readonly at: (layer: number, multiplier: number) => Cell;
  /** Random direction k with the vector's norm. */
  readonly random: (layer: number, multiplier: number, k: number) => Cell;
  /** The vector's direction with nothing added or removed; only the self-check runs it. */
  readonly zero: (layer: number) => Term;
}

/** Items in the order of shifts, then of the test part. Throws what `encodePair` and `tokensOf` throw, and E608. */
export function workItems(spec: MeasureSpec, settings: Settings, { checkpoint }: PlannedModel): WorkItem[] {
  const { protocol, score, where } = settings;
  const pairs = partOf(spec.on, "test");
  return settings.shifts.flatMap((shift) =>
    pairs.map((pair, position): WorkItem => {
      const encoded = encodePair(pair, {
        concept: spec.on,
        shift,
        model: {
          tokenizer: checkpoint.tokenizer,
          template: checkpoint.template,
          system: spec.vector.model.system,
        },
        joins: joinsOf(spec.protocol, checkpoint.config.family),
        letters: protocol.letters,
        context: checkpoint.config.context,
      });
      const texts = score.ask(encoded).map((asked): SteeredText => {
        const steered = locatedNow(spec.apply?.at, () => tokensOf(where, encoded, asked.text, "steer"));
        return { ...asked, steered: steered.filter((token) => token < asked.tokens.length) };
      });
      if (texts.every(({ steered }) => steered.length === 0))
        locatedNow(spec.apply?.at, () => tooLate(encoded, settings));
      const key = contentKey([score.label, texts]);
      return { shift, pair, encoded, texts, key, chance: position < nullItems };
    }),
  );
}

function tooLate({ concept, row }: EncodedPair, settings: Settings): never {
  const works = describeApply({ ...settings, where: { kind: "from answer" } });
  return fail("E608", { clause: describeApply(settings), concept, row, score: settings.score.label, works });
}

/** Units of the vector's layers, then random units. */
export function cellsOf(directions: Pick<Directions, "byLayer" | "norms">, settings: Settings): Cells {
  const { layers, operator, protocol } = settings;
  const units = layers.map((layer) => {
    const norm = directions.norms.get(layer)!;
    return directions.byLayer.get(layer)!.map((value) => value / norm);
  });
  const bank = [...units, ...randomUnits(settings.random, units[0]!.length)];
  const names = bank.map((unit) => numbersKey(unit).slice(0, 16));
  const termCell = (term: Term): Cell => ({
    key: `${term.layer} ${term.add} ${term.ablate} ${names[term.direction]}`,
    term,
  });
  const cell = (layer: number, multiplier: number, direction: number) => {
    const norm = directions.norms.get(layer)!;
    const change = operators[operator]({ multiplier, norm, ablatedAtZero: protocol.ablatedAtZero });
    return change ? termCell({ layer, direction, ...change }) : untouched;
  };
  return {
    bank,
    at: (layer, multiplier) => cell(layer, multiplier, layers.indexOf(layer)),
    random: (layer, multiplier, k) => cell(layer, multiplier, layers.length + k),
    zero: (layer) => ({ layer, direction: layers.indexOf(layer), add: 0, ablate: 0 }),
  };
}

/** The smallest and the largest multiplier; random directions are tried with these. */
export const extremes = ({ multipliers }: Settings): readonly [number, number] => [
  multipliers[0]!,
  multipliers.at(-1)!,
];

/** Every cell of an item, each once. */
export function itemCells({ chance }: WorkItem, cells: Cells, settings: Settings): Cell[] {
  const { layers, multipliers, random } = settings;
  const wanted = [
    untouched,
    ...layers.flatMap((layer) => multipliers.map((multiplier) => cells.at(layer, multiplier))),
  ];
  if (chance)
    for (const layer of layers)
      for (const multiplier of extremes(settings))
        for (let k = 0; k < random; k++) wanted.push(cells.random(layer, multiplier, k));
  return [...new Map(wanted.map((cell) => [cell.key, cell])).values()];
}

/** An item's sequences for these cells: all texts of the first cell, then of the next. */
export function groupOf({ texts }: Pick<WorkItem, "texts">, cells: readonly Cell[], key: string): Group {
  const sequences = cells.flatMap(({ term }) =>
    texts.map(({ tokens, reads, steered }): Sequence => {
      const change = term && steered.length > 0 ? { tokens: steered, terms: [term] } : null;
      return { tokens, reads, steered: change };
    }),
  );
  return { key, sequences };
}
