// How fast a model ran here the last time: what estimates are made of. No result depends on it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../models/index.js";

/** Milliseconds for `tokens` tokens of passes. */
export interface Speed {
  readonly tokens: number;
  readonly milliseconds: number;
}

const fileOf = (key: string): string => join(cacheFolder(), "speed", `${key}.json`);

/** The last speed under this key (model and device); null when nothing ran here yet. */
export function lastSpeed(key: string): Speed | null {
  try {
    const { tokens, milliseconds } = JSON.parse(readFileSync(fileOf(key), "utf8")) as Partial<Speed>;
    return tokens && milliseconds && tokens > 0 && milliseconds > 0 ? { tokens, milliseconds } : null;
  } catch {
    return null;
  }
}

/** Keeps a speed for the next estimate. Without room or permission there is no estimate, and nothing else changes. */
export function rememberSpeed(key: string, speed: Speed): void {
  try {
    mkdirSync(dirname(fileOf(key)), { recursive: true });
    writeFileSync(fileOf(key), JSON.stringify(speed) + "\n");
  } catch {
    // an estimate is not worth a failure
  }
}

export const secondsAt = (speed: Speed, tokens: number): number =>
  (tokens * speed.milliseconds) / speed.tokens / 1000;
