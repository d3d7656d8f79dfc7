// What a caller may say when a checkpoint is opened.
import type { Watch } from "./checkpoint/file-digests.js";

/** Watches how a model is opened, and hears what the person should know. */
export interface Opening extends Watch {
  /** Receives what the person should know, e.g. that another file than the one named was opened. */
  readonly onNotice?: (text: string) => void;
}

export interface OpenOptions extends Opening {
  /** The folder that relative paths start from. */
  readonly base: string;
  /** Branch, tag or commit of a hub id. */
  readonly revision?: string;
}
