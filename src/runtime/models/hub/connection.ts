// How we speak with the hub: address, token, time limit, and what its answers mean.
import { HubApiError } from "@huggingface/hub";
import { failure, SteerError } from "../../errors/index.js";
import type { Repository } from "./hub-id.js";

/** No answer to a question about a model takes longer than this, in milliseconds; downloads may. */
const patience = 10_000;

const isSet = (value: string | undefined) => /^(1|true|yes|on)$/i.test(value ?? "");
export const isOffline = () => isSet(process.env.HF_HUB_OFFLINE);
const endpoint = () => (process.env.HF_ENDPOINT || "https://huggingface.co").replace(/\/+$/, "");
/** Without the user and password that HF_ENDPOINT may hold: they are sent, never shown. */
export const hubAddress = () => endpoint().replace(/^(\w+:\/\/)[^/]*@/, "$1");

/** The value of Authorization for the hub. */
function authorization(): string | null {
  if (process.env.HF_TOKEN) return `Bearer ${process.env.HF_TOKEN}`;
  const [, secret] = /^\w+:\/\/([^/]*)@/.exec(endpoint()) ?? [];
  return secret === undefined ? null : `Basic ${Buffer.from(decoded(secret)).toString("base64")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** fetch with the person's token (for the hub itself only) and their way to interrupt. */
export function hubFetch(signal: AbortSignal | undefined, limited: boolean): typeof fetch {
  return (address, init) => {
    const url = address instanceof Request ? address.url : address;
    const headers = new Headers(init?.headers);
    const own = new URL(url).origin === new URL(hubAddress()).origin;
    const proof = own ? authorization() : null;
    if (proof !== null) headers.set("Authorization", proof);
    const signals = [signal, limited ? AbortSignal.timeout(patience) : undefined].filter(
      (one): one is AbortSignal => one !== undefined,
    );
    return fetch(address, { ...init, headers, signal: AbortSignal.any(signals) });
  };
}

/** The hub could not be asked at all (as opposed to: it said no). */
export class Unreachable extends Error {}

/** What went wrong on the way to the hub, as one of our failures, or Unreachable. */
export function hubFailure(
  { id, kind = "models" }: Repository,
  cause: unknown,
  signal: AbortSignal | undefined,
): Error {
  if (cause instanceof SteerError) return cause;
  if (signal?.aborted) return failure("E503", {}, { cause });
  if (cause instanceof HubApiError && cause.statusCode < 500) {
    const refusal = refusals[cause.statusCode];
    const reason = refusal ? refusal(nouns[kind]) : `it answered ${cause.statusCode}`;
    return failure("E310", { id, reason }, { cause });
  }
  const answered = cause instanceof HubApiError ? `it answered ${cause.statusCode}` : reasonOf(cause);
  return new Unreachable(`the hub ${new URL(hubAddress()).host} is not reachable (${answered})`, { cause });
}

const nouns = { models: "model", datasets: "data set" } as const;

const refusals: Readonly<Record<number, (noun: string) => string>> = {
  401: (noun) => `it needs a token, or there is no such ${noun}`,
  403: () => "the token may not read it",
  404: (noun) => `there is no such ${noun} or revision`,
};

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return `no answer in ${patience / 1000} s`;
  const { code } = (cause.cause ?? cause) as NodeJS.ErrnoException;
  return code ?? cause.message;
}
