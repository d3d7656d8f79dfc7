// What one rendering may take. A template comes from a stranger: it ends, whatever it says, with an answer or an error.
import { LimitReached } from "../template-errors.js";

/** Evaluated nodes, items of lists, compared and printed parts. A chat of a thousand turns takes some ten thousand. */
const mostSteps = 300_000;
/** UTF-16 units in one text. */
const longestText = 2 ** 21;
/** UTF-16 units in all texts that a rendering makes. */
const mostText = 2 ** 25;
/** Macros and recursive loops inside each other; lists inside lists when they are printed or compared. */
const deepest = 100;

export class Budget {
  private steps = 0;
  private text = 0;
  private depth = 0;

  /** Counts work. Throws LimitReached. */
  spend(steps = 1): void {
    this.steps += steps;
    if (this.steps > mostSteps) throw new LimitReached("it runs for too long");
  }

  /** Counts the reading of a text. Throws LimitReached. */
  read(text: string): void {
    this.spend(text.length / 50);
  }

  /** Counts a text of so many UTF-16 units; to be asked before the text is made. Throws LimitReached. */
  room(units: number): void {
    this.fits(units);
    this.text += units;
    if (this.text > mostText) throw new LimitReached("it makes too much text");
  }

  /** Looks whether one text may be so long. Throws LimitReached. */
  fits(units: number): void {
    if (!(units <= longestText)) throw new LimitReached("its text grows too long");
  }

  made(text: string): string {
    this.room(text.length);
    return text;
  }

  /** Runs a piece of work one level deeper. Throws LimitReached. */
  inside<T>(work: () => T): T {
    if (this.depth >= deepest) throw new LimitReached("it is nested too deeply");
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }
}
