// Thinking blocks: whether a rendered chat prompt ends inside a block of thoughts that its generation prompt opened, and how such a
// block is closed. An answer that is placed there is read in the middle of a thought.

/** A block that a prompt opened and left open. */
export interface OpenBlock {
  /** The mark that opens it, such as "<think>". */
  readonly mark: string;
  /** What closes it, with the line breaks that belong to it. */
  readonly close: string;
}

/** Names of blocks of thoughts, in the marks of chat templates. */
const thoughts = /think|thought|reason|analysis|scratch_?pad|reflect|monologue|(?:^|[_:-])cot(?:$|[_:-])/i;

interface Kind {
  readonly opens: RegExp;
  /** The mark that closes what this match opens; null where it opens no thoughts. */
  readonly closes: (match: RegExpExecArray) => string | null;
}

const isEnd = /(?:^|[_-])(?:end|stop|close|no)(?:$|[_-])|^nothink/i;
const ends: Readonly<Record<string, string>> = { start: "end", START: "END", begin: "end", BEGIN: "END" };

/** Forms of marks: channels with a name behind them, and names in brackets of several shapes. */
const kinds: readonly Kind[] = [
  {
    opens: /<\|channel\|>\s*(\w+)(?:\s*<\|message\|>)?/g,
    closes: ([, name]) =>
      thoughts.test(name!) ? "<|end|><|start|>assistant<|channel|>final<|message|>" : null,
  },
  { opens: /<\|channel>\s*(\w+)/g, closes: ([, name]) => (thoughts.test(name!) ? "<channel|>" : null) },
  { opens: /<unused94>thought/g, closes: () => "<unused95>" },
  {
    opens: /(<\||<|\[|◁)([^\s/<>[\]◁▷|]{1,40})(\|>|>|\]|▷)/g,
    closes([, left, name, right]) {
      if (!thoughts.test(name!) || isEnd.test(name!)) return null;
      const end = name!.replace(/(?<![A-Za-z])(?:start|begin)(?![A-Za-z])/i, (word) => ends[word] ?? "end");
      return end === name ? `${left!}/${name!}${right!}` : `${left!}${end}${right!}`;
    },
  },
];

/** Characters at the end of a prompt in which a generation prompt is looked for. */
const farthest = 2000;

/**
 * The block that is open at the end of a prompt; null where there is none. `without` renders the same messages without a generation
 * prompt, so that marks in the messages themselves are not taken for the template's. `source` is the template's.
 */
export function openBlock(rendered: string, without: () => string, source: string): OpenBlock | null {
  if (lastOpen(rendered.slice(-farthest)) === null) return null;
  const before = without();
  const generation = rendered.startsWith(before) ? rendered.slice(before.length) : rendered.slice(-farthest);
  const open = lastOpen(generation);
  if (open === null) return null;
  const { mark, close, behind } = open;
  return { mark, close: spaced(close, behind, source) };
}

function lastOpen(text: string): (OpenBlock & { readonly behind: string }) | null {
  const found = kinds.flatMap(({ opens, closes }) =>
    [...text.matchAll(opens)].flatMap((match) => {
      const close = closes(match);
      return close === null ? [] : [{ mark: match[0], close, at: match.index + match[0].length }];
    }),
  );
  const last = found.reduce<(typeof found)[number] | null>(
    (best, one) => (best && best.at > one.at ? best : one),
    null,
  );
  if (!last) return null;
  const behind = text.slice(last.at);
  // Of a channel, its end alone counts as closing too.
  const closing = last.close.startsWith("<|end|>") ? "<|channel|>final" : last.close;
  return behind.includes(closing) ? null : { mark: last.mark, close: last.close, behind };
}

/** The closing mark with the line breaks that the template itself writes around it, else those that its opening calls for. */
function spaced(close: string, behind: string, source: string): string {
  const mark = close.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const written = [...source.matchAll(new RegExp(`((?:\\\\n|\\n)*)${mark}((?:\\\\n|\\n)*)`, "g"))]
    .map(([, left, right]) => `${lines(left!)}${close}${lines(right!)}`)
    .reduce((longest, one) => (one.length > longest.length ? one : longest), close);
  if (written !== close) return written;
  return behind.startsWith("\n") ? `\n${close}\n\n` : close;
}

const lines = (breaks: string) => breaks.replaceAll("\\n", "\n");
