// A text with small changes, and the two-way map between offsets before and after.
// offset after = offset before + (inserted before it) - (removed before it)

/** Replaces `remove` characters at `at` by `text`. Edits are ordered and do not overlap. */
export interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
}

/** What is run in place of a cell, with the map between the two texts. Offsets count UTF-16 units from 0. */
export interface Rewritten {
  readonly code: string;
  /** The offset in `code` for one in the cell. */
  toGenerated(source: number): number;
  toSource(generated: number): number;
}

/** Applies the edits. An offset inside an insertion maps to the place of the insertion. */
export function applyEdits(source: string, unordered: readonly Edit[]): Rewritten {
  const edits = [...unordered].sort((a, b) => a.at - b.at);
  let code = "";
  let end = 0;
  for (const edit of edits) {
    code += source.slice(end, edit.at) + edit.text;
    end = edit.at + edit.remove;
  }
  code += source.slice(end);
  return {
    code,
    toGenerated(offset) {
      let shift = 0;
      for (const edit of edits) {
        if (edit.at >= offset) break;
        shift += edit.text.length - Math.min(edit.remove, offset - edit.at);
      }
      return offset + shift;
    },
    toSource(offset) {
      let shift = 0;
      for (const edit of edits) {
        const start = edit.at + shift;
        if (offset <= start) break;
        if (offset < start + edit.text.length)
          return edit.remove ? edit.at + Math.min(edit.remove, offset - start) : edit.at;
        shift += edit.text.length - edit.remove;
      }
      return offset - shift;
    },
  };
}
