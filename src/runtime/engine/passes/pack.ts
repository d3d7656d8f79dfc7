// Turns groups of sequences into passes, and the results of passes back into readings.
import { TokenTreeBuilder, TermTable } from "./token-tree.js";
import { secondsAt, type Speed } from "../speed.js";
import type { Pass, PassResult, SteeredNode } from "./pass.js";
import type { Cost, Group, GroupReadings, Packing, Read, Reading } from "../types.js";

/** Sizes that decide how work is packed; they come from the model and the device. */
export interface Limits extends Packing {
  /** Positions in one pass at which the whole vocabulary is computed. */
  readonly vocabularyRows: number;
}

/** Nodes of one sequence of one group, inside a forest. */
interface Member {
  readonly group: number;
  readonly sequence: number;
  readonly nodes: Int32Array;
}

interface Planted {
  readonly builder: TokenTreeBuilder;
  readonly members: Member[];
  vocabularyReads: number;
}

export interface PlannedPass {
  readonly pass: Pass;
  /** Sequences that this pass answers, and how to take their readings out of its result. */
  readonly answers: readonly {
    readonly group: number;
    readonly sequence: number;
    /** Nodes of its tokens up to the last that is read. */
    readonly nodes: Int32Array;
    readonly take: (result: PassResult, width: number) => Reading[];
  }[];
}

// A pass of S tokens costs about fixed + S + S * S / crossing, in tokens (measured on two cores with 135 M parameters:
// every pass streams all weights once, and the attention of a forest grows with the square of its size).
export const fixedTokens = 28;
const crossing = 2500;

/** Whether two forests are cheaper in one pass than in two. */
const cheaperTogether = (a: number, b: number): boolean => (2 * a * b) / crossing < fixedTokens;

const vocabularyReads = (group: Group, sequence: number): number =>
  group.sequences[sequence]!.reads.filter(({ kind }) => kind === "log-probs" || kind === "vocabulary").length;

function plant(table: TermTable, limits: Limits): Planted {
  return { builder: new TokenTreeBuilder(table, limits.sharing), members: [], vocabularyReads: 0 };
}

const sizeAlone = (group: Group, limits: Limits): number => {
  const alone = new TokenTreeBuilder(new TermTable(), limits.sharing);
  for (const sequence of group.sequences) alone.add(sequence);
  return alone.size;
};

/** Distributes all sequences over forests, in order. A group that is too large for one forest continues in the next. */
function* forests(groups: readonly Group[], limits: Limits, table: TermTable): Generator<Planted> {
  let current = plant(table, limits);
  const full = (reads: number): boolean =>
    current.members.length > 0 &&
    (!limits.sharing ||
      current.builder.size >= limits.tokens ||
      current.vocabularyReads + reads > limits.vocabularyRows);

  for (const [g, group] of groups.entries()) {
    const own = limits.together ? sizeAlone(group, limits) : 0;
    const here = current.builder.size;
    const joins = limits.together && here + own <= limits.tokens && cheaperTogether(here, own);
    if (here > 0 && !joins) {
      yield current;
      current = plant(table, limits);
    }
    for (let s = 0; s < group.sequences.length; s += 1) {
      const reads = vocabularyReads(group, s);
      if (full(reads)) {
        yield current;
        current = plant(table, limits);
      }
      current.members.push({ group: g, sequence: s, nodes: current.builder.add(group.sequences[s]!) });
      current.vocabularyReads += reads;
    }
  }
  if (current.members.length > 0) yield current;
}

/** Numbers without repetition, each with its index: rows to gather, ids to project on. */
class Indexed {
  private readonly places = new Map<number, number>();
  of(value: number): number {
    const known = this.places.get(value);
    if (known !== undefined) return known;
    this.places.set(value, this.places.size);
    return this.places.size - 1;
  }
  get size(): number {
    return this.places.size;
  }
  list(): Int32Array {
    return Int32Array.from(this.places.keys());
  }
}

type Take = (result: PassResult, width: number) => Reading;

/** What is gathered in a pass, and how each read finds its numbers again. */
class Gathering {
  readonly logitRows = new Indexed();
  readonly logitIds = new Indexed();
  readonly vocabularyRows = new Indexed();
  readonly tapRows = new Indexed();
  readonly tapLayers = new Set<number>();
  vocabulary = false;

  private logits(row: number, ids: readonly number[]): (result: PassResult) => Float32Array {
    const r = this.logitRows.of(row);
    const columns = ids.map((id) => this.logitIds.of(id));
    return (result) => {
      const width = this.logitIds.size;
      return Float32Array.from(columns, (column) => result.logits[r * width + column]!);
    };
  }

  readonly take: { readonly [K in Read["kind"]]: (row: number, read: Extract<Read, { kind: K }>) => Take } = {
    logits: (row, read) => this.logits(row, read.ids),
    "log-probs": (row, read) => {
      const logits = this.logits(row, read.ids);
      const v = this.vocabularyRows.of(row);
      return (result) => logits(result).map((logit) => logit - result.logSumExp[v]!);
    },
    vocabulary: (row) => {
      const v = this.vocabularyRows.of(row);
      this.vocabulary = true;
      return ({ vocabulary }) => {
        const size = vocabulary.length / this.vocabularyRows.list().length;
        return vocabulary.slice(v * size, (v + 1) * size);
      };
    },
    residual: (row, read) => {
      const t = this.tapRows.of(row);
      for (const layer of read.layers) this.tapLayers.add(layer);
      return (result, width) => {
        const layers = this.layers();
        return read.layers.map((layer) =>
          result.taps[layers.indexOf(layer)]!.slice(t * width, (t + 1) * width),
        );
      };
    },
  };

  layers(): number[] {
    return [...this.tapLayers].sort((a, b) => a - b);
  }
}

function steeredNodes(planted: readonly Planted[], table: TermTable): SteeredNode[] {
  return planted.flatMap(({ builder }, row) =>
    builder.terms.flatMap((number, node) =>
      // Row 0 of the engine's direction table is the zero direction, so the caller's rows start at 1.
      (table.lists[number] ?? []).map((term) => ({ ...term, direction: term.direction + 1, row, node })),
    ),
  );
}

function passOf(planted: readonly Planted[], groups: readonly Group[], table: TermTable): PlannedPass {
  const rows = planted.map(({ builder }) => builder.forest());
  const length = Math.max(...rows.map((forest) => forest.tokens.length));
  const gathering = new Gathering();
  const answers = planted.flatMap(({ members }, row) =>
    members.map(({ group, sequence, nodes }) => {
      const takes = groups[group]!.sequences[sequence]!.reads.map((read) =>
        (gathering.take[read.kind] as (row: number, read: Read) => Take)(
          row * length + nodes[read.at]!,
          read,
        ),
      );
      const take = (result: PassResult, width: number): Reading[] => takes.map((one) => one(result, width));
      return { group, sequence, nodes, take };
    }),
  );
  const pass: Pass = {
    rows,
    length,
    steered: steeredNodes(planted, table),
    logitRows: gathering.logitRows.list(),
    logitIds: gathering.logitIds.list(),
    vocabularyRows: gathering.vocabularyRows.list(),
    vocabulary: gathering.vocabulary,
    tapRows: gathering.tapRows.list(),
    tapLayers: gathering.layers(),
  };
  return { pass, answers };
}

const nothingDone: ReadonlySet<string> = new Set();

/** Forests side by side, as many as a pass takes; those that hold only groups that are done are left out. */
function* batches(
  groups: readonly Group[],
  limits: Limits,
  table: TermTable,
  done: ReadonlySet<string>,
): Generator<Planted[]> {
  const wanted = (batch: readonly Planted[]): boolean =>
    batch.some(({ members }) => members.some(({ group }) => !done.has(groups[group]!.key)));
  let batch: Planted[] = [];
  for (const planted of forests(groups, limits, table)) {
    batch.push(planted);
    if (batch.length < limits.rows) continue;
    if (wanted(batch)) yield batch;
    batch = [];
  }
  if (wanted(batch)) yield batch;
}

/** The passes that answer these groups, one by one, so that only a few are in memory. */
export function* planPasses(
  groups: readonly Group[],
  limits: Limits,
  done: ReadonlySet<string> = nothingDone,
): Generator<PlannedPass> {
  const table = new TermTable();
  for (const batch of batches(groups, limits, table, done)) yield passOf(batch, groups, table);
}

/** Collects the readings of passes into groups; `add` returns the groups that this pass completed, in order. */
export class Collector {
  private readonly waiting: (Reading[] | null)[][];
  private readonly missing: number[];
  private next = 0;

  constructor(
    private readonly groups: readonly Group[],
    private readonly width: number,
    private readonly done: ReadonlySet<string> = nothingDone,
  ) {
    this.waiting = groups.map((group) => group.sequences.map(() => null));
    this.missing = groups.map((group) => group.sequences.length);
  }

  add(planned: PlannedPass, result: PassResult): GroupReadings[] {
    for (const { group, sequence, take } of planned.answers) {
      if (this.done.has(this.groups[group]!.key)) continue;
      this.waiting[group]![sequence] = take(result, this.width);
      this.missing[group]! -= 1;
    }
    return this.finished();
  }

  /** Groups without a gap behind them; a group of no sequences is finished at once, one that was done is passed over. */
  finished(): GroupReadings[] {
    const finished: GroupReadings[] = [];
    for (; this.next < this.groups.length; this.next += 1) {
      const { key } = this.groups[this.next]!;
      if (this.done.has(key)) continue;
      if (this.missing[this.next]! > 0) break;
      const readings = this.waiting[this.next]!.map((reading) => reading ?? []);
      finished.push({ key, readings });
      this.waiting[this.next] = [];
    }
    return finished;
  }
}

/** What these groups cost. The comparison is a loop with one row per sequence and no sharing. */
export function costOf(
  groups: readonly Group[],
  limits: Limits,
  speed: Speed | null,
  done: ReadonlySet<string> = nothingDone,
): Cost {
  const sequences = groups.filter(({ key }) => !done.has(key)).flatMap((group) => group.sequences);
  const passes = [...batches(groups, limits, new TermTable(), done)];
  const planted = passes.flat();
  const tokens = planted.reduce((sum, { builder }) => sum + builder.size, 0);
  return {
    passes: passes.length,
    tokens,
    tokensUnshared: sequences.reduce((sum, one) => sum + one.tokens.length, 0),
    rowsUnshared: sequences.length,
    vocabularyRows: planted.reduce((sum, one) => sum + one.vocabularyReads, 0),
    seconds: speed && secondsAt(speed, tokens),
  };
}
