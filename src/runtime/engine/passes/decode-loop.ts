// Texts that grow token by token. First all given tokens, as forests (equal beginnings once); then, in every pass, one token
// of each text that has not ended, which sees its own text in the key/value cache.
import { groupBy } from "../../stats/group-by.js";
import type { Request } from "../process/engine-messages.js";
import type { Pass, PassResult, SteeredNode } from "./pass.js";
import { fixedTokens, planPasses, costOf, type Limits } from "./pack.js";
import { secondsAt, type Speed } from "../speed.js";
import type {
  ChooseToken,
  Cost,
  Group,
  GenerateOptions,
  PromptToContinue,
  Generated,
  DecodingState,
} from "../types.js";

type Asked = Extract<Request, { kind: "plant" | "grow" }>;

/** Forests of given tokens stand alone, each in its own pass. */
const planting = (limits: Limits): Limits => ({ ...limits, rows: 1 });

/** Texts that begin alike stand in one group, which shares its beginning; the whole row of logits is read at their end. */
function groupsOf(texts: readonly PromptToContinue[]): { groups: Group[]; order: number[] } {
  const alike = groupBy(texts.keys(), (i) => texts[i]!.tokens.join(" "));
  const groups = [...alike.values()].map((members, g): Group => ({
    key: String(g),
    sequences: members.map((i) => {
      const { tokens, steered, terms } = texts[i]!;
      return {
        tokens,
        steered: terms.length && steered.length ? { tokens: steered, terms } : null,
        reads: [{ kind: "vocabulary", at: tokens.length - 1 }],
      };
    }),
  }));
  return { groups, order: [...alike.values()].flat() };
}

/** A text in the cache. */
interface Row {
  readonly text: number;
  /** Its row in the cache. */
  row: number;
  /** Number of its tokens, and the one that is not in the cache yet. */
  length: number;
  token: number;
}

class Growth {
  private readonly steered: Set<number>[];
  private passes = 0;
  private tokens = 0;

  constructor(
    private readonly texts: readonly PromptToContinue[],
    private readonly ask: (request: Asked) => Promise<PassResult>,
    private readonly limits: Limits,
  ) {
    this.steered = texts.map(() => new Set());
  }

  private async answer(request: Asked): Promise<PassResult> {
    const result = await this.ask(request);
    this.passes += 1;
    this.tokens += request.pass.rows.reduce((sum, { tokens }) => sum + tokens.length, 0);
    return result;
  }

  /** Computes the given tokens. Returns the texts in the order of their rows, each with the logits after its last token. */
  async plant(): Promise<{ text: number; logits: Float32Array }[]> {
    const { groups, order } = groupsOf(this.texts);
    const starts = groups.map((_, g) =>
      groups.slice(0, g).reduce((n, { sequences }) => n + sequences.length, 0),
    );
    const planted: { text: number; logits: Float32Array }[] = [];
    for (const { pass, answers } of planPasses(groups, planting(this.limits))) {
      const texts = answers.map(({ nodes }) => nodes);
      const result = await this.answer({ kind: "plant", pass, texts });
      const steered = new Set(pass.steered.map(({ node }) => node));
      for (const { group, sequence, nodes, take } of answers) {
        const text = order[starts[group]! + sequence]!;
        nodes.forEach((node, i) => steered.has(node) && this.steered[text]!.add(i));
        planted.push({ text, logits: take(result, 0)[0] as Float32Array });
      }
    }
    return planted;
  }

  /** One pass: the last token of every row. Returns the logits [rows][vocabulary] after it. */
  async step(rows: readonly Row[], past: Pass["past"]): Promise<Float32Array[]> {
    const steered = rows.flatMap(({ text, length }, row): SteeredNode[] => {
      const { until, terms } = this.texts[text]!;
      if (length - 1 >= until) return [];
      // Row 0 of the engine's direction table is the zero direction, so the caller's rows start at 1.
      return terms.map((term) => ({ ...term, direction: term.direction + 1, row, node: 0 }));
    });
    const nothing = new Int32Array();
    const pass: Pass = {
      rows: rows.map(({ token, length }) => ({
        tokens: Int32Array.of(token),
        parents: Int32Array.of(-1),
        positions: Int32Array.of(length - 1),
      })),
      length: 1,
      steered,
      logitRows: nothing,
      logitIds: nothing,
      vocabularyRows: Int32Array.from(rows, (_, i) => i),
      vocabulary: true,
      tapRows: nothing,
      tapLayers: [],
      ...(past ? { past } : {}),
    };
    const { vocabulary } = await this.answer({
      kind: "grow",
      pass,
      rows: Int32Array.from(rows, ({ row }) => row),
    });
    for (const { row } of steered) {
      const { text, length } = rows[row]!;
      this.steered[text]!.add(length - 1);
    }
    const size = vocabulary.length / rows.length;
    return rows.map((_, i) => vocabulary.subarray(i * size, (i + 1) * size));
  }

  /** Everything but the rows and the cache. */
  state(): Pick<DecodingState, "steered" | "passes" | "tokens"> {
    const { passes, tokens } = this;
    return { steered: this.steered.map((set) => [...set]), passes, tokens };
  }

  resume({ steered, passes, tokens }: DecodingState): void {
    steered.forEach((own, text) => own.forEach((at) => this.steered[text]!.add(at)));
    [this.passes, this.tokens] = [passes, tokens];
  }

  grown(): Generated {
    return { steered: this.steered.map(({ size }) => size), passes: this.passes, tokens: this.tokens };
  }
}

/** Row i sees its own given tokens, not the padding behind them, and everything that was added since. */
function visible(rows: readonly Row[], given: (text: number) => number, longest: number, added: number) {
  const length = longest + added;
  const table = new Uint8Array(rows.length * length);
  rows.forEach(({ text }, i) => {
    table.fill(1, i * length, i * length + given(text));
    table.fill(1, i * length + longest, (i + 1) * length);
  });
  return { length, visible: table };
}

/** What growing asks of the engine process. */
export interface DecodingRequests {
  readonly pass: (request: Asked) => Promise<PassResult>;
  /** Writes the cache to a file; resolves with the word that it begins with, or null when the disk does not take it. */
  readonly keep: (file: string) => Promise<string | null>;
  /** Reads it back; false when it is not the one that was written. */
  readonly take: (state: DecodingState) => Promise<boolean>;
}

/** Lets the texts grow until `choose` has ended each of them. */
export async function decode(
  texts: readonly PromptToContinue[],
  choose: ChooseToken,
  asks: DecodingRequests,
  limits: Limits,
  { onStep, checkpointer }: GenerateOptions,
): Promise<Generated> {
  const growth = new Growth(texts, asks.pass, limits);
  const known = checkpointer?.known && (await asks.take(checkpointer.known)) ? checkpointer.known : null;
  checkpointer?.begins(known !== null);
  const given = (text: number): number => texts[text]!.tokens.length;
  const longest = Math.max(0, ...texts.map(({ tokens }) => tokens.length));

  /** The rows of the texts that go on, by what their logits chose; in the order of the texts. */
  const chosen = (
    rows: readonly { text: number; row: number; length: number; logits: Float32Array }[],
  ): Row[] =>
    [...rows]
      .sort((a, b) => a.text - b.text)
      .flatMap(({ text, row, length, logits }) => {
        const token = choose(text, logits);
        return token === null ? [] : [{ text, row, length: length + 1, token }];
      })
      .sort((a, b) => a.row - b.row);

  let rows: Row[];
  if (known) {
    growth.resume(known);
    rows = known.rows.map((row) => ({ ...row }));
  } else {
    const planted = await growth.plant();
    rows = chosen(planted.map(({ text, logits }, row) => ({ text, row, length: given(text), logits })));
  }
  onStep?.();
  for (let added = known?.added ?? 0; rows.length > 0; added += 1) {
    const logits = await growth.step(rows, visible(rows, given, longest, added));
    rows = chosen(rows.map(({ text, length }, row) => ({ text, row, length, logits: logits[row]! })));
    onStep?.();
    const file = rows.length > 0 ? checkpointer?.due() : null;
    if (!file) continue;
    const id = await asks.keep(file);
    if (id) await checkpointer!.save({ file, id, rows, added: added + 1, ...growth.state() });
  }
  return growth.grown();
}

/** What growing by `length` tokens costs: the given tokens, then a pass for each new token but the last. */
export function decodingCost(
  texts: readonly PromptToContinue[],
  length: number,
  limits: Limits,
  speed: Speed | null,
): Cost {
  const given = costOf(groupsOf(texts).groups, planting(limits), null);
  const steps = texts.length ? Math.max(0, length - 1) : 0;
  const tokens = given.tokens + steps * texts.length;
  const rowsUnshared = texts.length * Math.max(1, length);
  return {
    passes: given.passes + steps,
    tokens,
    // Without a cache, every new token needs its whole text again.
    tokensUnshared: texts.reduce(
      (sum, one) => sum + length * one.tokens.length + (length * (length - 1)) / 2,
      0,
    ),
    rowsUnshared,
    vocabularyRows: rowsUnshared,
    seconds: speed && secondsAt(speed, tokens + fixedTokens * (given.passes + steps)),
  };
}
