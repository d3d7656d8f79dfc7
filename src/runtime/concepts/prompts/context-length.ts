// Whether a text fits the model's context: told before anything runs, with the name of the item and its longest part. A text
// that is far too long is told by its bytes, before it is rendered or cut into tokens.
import { fail } from "../../errors/index.js";
import type { TextTokenizer } from "../../models/types.js";
import type { Shift } from "../types.js";

interface Limited {
  readonly model: { readonly tokenizer: TextTokenizer };
  /** Longest text in tokens; absent: any length. */
  readonly context?: number;
}

/** A text by its name, and the shift that may have lengthened it. */
interface Text {
  readonly named: string;
  readonly shift: Shift;
}

type Parts<T> = Readonly<Partial<Record<"prompt" | "positive answer" | "negative answer", T>>>;

interface Limit {
  /** Throws E504 when a part alone has more bytes than the context's tokens can spell. */
  readonly bytes: (parts: Parts<string>) => void;
  /** Throws E504 when the prompt and the longer answer have more tokens than the context. */
  readonly tokens: (parts: Parts<number>) => void;
}

const none: Limit = { bytes: () => undefined, tokens: () => undefined };
const thousands = (n: number) => n.toLocaleString("en-US");

export function limitOf({ model, context }: Limited, { named, shift }: Text): Limit {
  if (context === undefined) return none;
  const under = shift.name === "BASE" ? "" : ` under ${shift.name}`;
  return {
    bytes(parts) {
      const { longest } = model.tokenizer;
      for (const [part, text] of Object.entries(parts)) {
        // No character has more than three bytes for each unit of its length.
        if (text.length * 3 <= context * longest) continue;
        const size = bytesWithoutSpace(text);
        if (size <= context * longest) continue;
        fail("E504", {
          text: `${named}${under}`,
          tokens: Math.ceil(size / longest),
          context,
          part: `its ${part} alone has ${thousands(size)} bytes without white space, and no token has more than ${longest}`,
        });
      }
    },
    tokens({ prompt = 0, ...answers }) {
      const sizes = Object.entries(answers);
      const [answer, more] = sizes.reduce((most, one) => (one[1] > most[1] ? one : most), ["", 0]);
      if (prompt + more <= context) return;
      const part = answer
        ? `${thousands(prompt)} of them are its prompt, ${thousands(more)} its ${answer}`
        : null;
      fail("E504", { text: `${named}${under}`, tokens: prompt + more, context, part });
    },
  };
}

/** Bytes in UTF-8 without white space, which a tokenizer may drop. */
function bytesWithoutSpace(text: string): number {
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 0x20 || unit === 0xa0 || unit === 0x3000 || (unit >= 0x2000 && unit <= 0x200b)) continue;
    // A surrogate is half of a character of four bytes.
    size += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return size;
}
