// One thing that was looked at.
export interface Finding {
  readonly name: string;
  /** missing: something optional is not there; broken: nothing runs without it. */
  readonly state: "there" | "missing" | "broken";
  readonly says: string;
  /** How to get it, where it is not there. */
  readonly remedy?: string;
}
