// How a model on the hub is written: org/name, org/name@revision, org/name:file.gguf.

export interface Repository {
  /** Without it: models. */
  readonly kind?: "models" | "datasets";
  /** "org/name" */
  readonly id: string;
  /** Branch, tag or commit. */
  readonly revision: string;
}

export interface HubId extends Repository {
  /** One GGUF file of the repository, or null for its safetensors. */
  readonly file: string | null;
}

const part = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const pattern = new RegExp(`^(${part}/${part})(?:@([\\w./-]+))?(?::([\\w./-]+\\.gguf))?$`);

/** The parts of a hub id, or null when the text is none. A revision inside the text wins. */
export function hubId(text: string, revision = "main"): HubId | null {
  const [, id, written, file] = pattern.exec(text) ?? [];
  const steps = [written, file].flatMap((path) => path?.split("/") ?? []);
  if (!id || id.includes("--") || steps.some((step) => step === "" || step === "." || step === ".."))
    return null;
  return { id, revision: written ?? revision, file: file ?? null };
}
