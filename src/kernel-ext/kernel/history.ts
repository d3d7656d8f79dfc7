// The cells of this session, for front ends that page through what was run. Kept in memory only: a notebook is the record.
import { resultOf, type CellResult } from "../host/notebook-session.js";
import type { Content } from "./wire-protocol.js";

interface Entry {
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
}

/** The one session there is. */
const session = 1;

/** A pattern of a front end: `*` any text, `?` one character. */
const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^]*")
      .replaceAll("?", "[^]")}$`,
  );

const countOf = (value: unknown, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

/** What a request wants of all entries, by its type of access. */
const accesses: Readonly<Record<string, (all: readonly Entry[], request: Content) => readonly Entry[]>> = {
  tail: (all, { n }) => all.slice(-countOf(n, all.length)),
  range: (all, { start, stop }) =>
    all.filter(({ line }) => line >= countOf(start, 0) && line < countOf(stop, Infinity)),
  search(all, { pattern, unique, n }) {
    const wanted = patternOf(typeof pattern === "string" ? pattern : "*");
    const found = all.filter(({ input }) => wanted.test(input));
    const kept = unique ? [...new Map(found.map((entry) => [entry.input, entry])).values()] : found;
    return kept.slice(-countOf(n, kept.length));
  },
};

export class History {
  private readonly entries: Entry[] = [];

  add(input: string, result: CellResult): void {
    const text = resultOf(result)?.["text/plain"];
    this.entries.push({ line: result.executionCount, input, output: typeof text === "string" ? text : null });
  }

  /** Content of the reply to a `history_request`: [session, line, input] or [session, line, [input, output]]. */
  answer(request: Content): Content {
    const type = String(request["hist_access_type"]);
    const access = Object.hasOwn(accesses, type) ? accesses[type] : undefined;
    const found = access ? access(this.entries, request) : [];
    return {
      history: found.map(({ line, input, output }) => [
        session,
        line,
        request["output"] === true ? [input, output] : input,
      ]),
    };
  }
}
