// Where results are kept between runs.
import { resolve, join } from "node:path";
import { cacheFolder } from "../models/weights/cache-folder.js";

/** The store's folder, or null when STEERLAB_STORE=off: then nothing is read and nothing kept. */
export function storeFolder(environment: NodeJS.ProcessEnv = process.env): string | null {
  return environment["STEERLAB_STORE"] === "off" ? null : join(resolve(cacheFolder(environment)), "store");
}
