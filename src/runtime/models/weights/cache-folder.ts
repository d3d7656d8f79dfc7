// Where steerlab keeps what it can make again: converted weights, digests, a fetched model.
import { homedir, platform } from "node:os";
import { join } from "node:path";

/** STEERLAB_CACHE, else XDG_CACHE_HOME/steerlab, else ~/.cache/steerlab (LOCALAPPDATA/steerlab on Windows). */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { STEERLAB_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (STEERLAB_CACHE) return STEERLAB_CACHE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "steerlab");
  if (platform() === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "steerlab");
  return join(homedir(), ".cache", "steerlab");
}

/** The Hugging Face cache: HF_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME or ~/.cache, then huggingface/hub. */
export function hubCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = environment;
  if (HF_HUB_CACHE) return HF_HUB_CACHE;
  if (HF_HOME) return join(HF_HOME, "hub");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "huggingface", "hub");
}
