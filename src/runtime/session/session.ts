// The session that compiled programs and TypeScript cells run in.
import { resolve } from "node:path";
import { SteerError, type Place, type At } from "../errors/index.js";
import type { Session, Sink } from "./types.js";

/** A sink that shows nothing: for programs that only want the values. */
export const silentSink: Sink = {
  progress() {},
  notice() {},
  evaluated() {},
  generated() {},
  charted() {},
  saved() {},
};

let session: Session = {
  base: process.cwd(),
  out: process.cwd(),
  confined: false,
  sink: silentSink,
  signal: new AbortController().signal,
};

export const currentSession = (): Session => session;

/** Changes what is given and keeps the rest. Folders are made absolute. */
export function configureSession(change: Partial<Session>): Session {
  const next = { ...session, ...change };
  session = { ...next, base: resolve(next.base), out: resolve(next.out) };
  return session;
}

const told = new WeakMap<AbortSignal, Set<string>>();

/** Shows a sentence that several parts of a run have cause to say, once in the run. */
export function noticeOnce(text: string): void {
  const { signal, sink } = session;
  const before = told.get(signal) ?? new Set<string>();
  told.set(signal, before);
  if (before.has(text)) return;
  before.add(text);
  sink.notice(text);
}

/** The place that a declaration carries. */
export const placeOf = (at: At | undefined): Place | undefined =>
  at && { line: at[0], column: at[1], ...(at[2] === undefined ? {} : { length: at[2] }) };

/** Runs the work of a declaration; a failure without a place gets the declaration's. */
export async function located<T>(at: At | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SteerError ? error.at(placeOf(at)) : error;
  }
}

/** The same for work that is not asynchronous. */
export function locatedNow<T>(at: At | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof SteerError ? error.at(placeOf(at)) : error;
  }
}
