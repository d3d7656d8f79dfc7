// Neutral prompts, on which drift is measured: one object on each line, {"prompt": "…", "format": "chat" or "plain"}. A model may
// bring its own, beside its weights, in its own language.
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { findInside } from "./files-inside.js";
import { parseObject, readText } from "./checked-json.js";
import type { Checkpoint } from "../types.js";

export interface WrittenPrompt {
  readonly prompt: string;
  /** How it becomes text; whoever asks decides where the file does not say. */
  readonly format?: "chat" | "plain";
}

const ownFile = "neutral.jsonl";

/** Throws E303 for a line that is none. */
export function neutralPromptsIn(path: string): readonly WrittenPrompt[] {
  const file = basename(path);
  return readText(path)
    .split(/\r?\n/)
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      const where = `${file}, line ${i + 1}`;
      const { prompt, format } = parseObject(line, where);
      if (typeof prompt !== "string" || !prompt.trim())
        return fail("E303", { file: where, reason: 'it has no text "prompt"' });
      if (format === undefined) return [{ prompt }];
      if (format !== "chat" && format !== "plain")
        return fail("E303", { file: where, reason: 'its format is neither "chat" nor "plain"' });
      return [{ prompt, format }];
    });
}

/** The model's own; null where it brings none. Throws E303, E308 (a link that leads elsewhere), E313. */
export function ownNeutralPrompts({ path }: Pick<Checkpoint, "path">): readonly WrittenPrompt[] | null {
  const own = findInside(path, ownFile);
  return own === null ? null : neutralPromptsIn(own);
}
