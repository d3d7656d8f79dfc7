// One number as printf's %d or str.format's {:,.2f} write it.
import type { Budget } from "../render/budget.js";
import { fixed } from "./arithmetic.js";
import { unsupported } from "../template-errors.js";

export interface Written {
  /** "", "-", "+" or " ". */
  readonly sign: string;
  readonly digits: string;
}

/** The sign that a number gets: a minus, or what is asked for in front of others. */
export const signOf = (negative: boolean, asked: string): string =>
  negative ? "-" : asked === "-" ? "" : asked;

const radix: Readonly<Record<string, number>> = { d: 10, i: 10, u: 10, x: 16, X: 16, o: 8, b: 2 };

/** A whole number in the base of a conversion letter. */
export function wholeDigits(value: bigint, letter: string): string {
  const digits = (value < 0n ? -value : value).toString(radix[letter]!);
  return letter === "X" ? digits.toUpperCase() : digits;
}

/** A float with so many digits behind its point. */
export function floatDigits(value: number, precision: number, budget: Budget): string {
  if (!Number.isFinite(value)) return unsupported("the formatting of inf and nan");
  budget.room(precision);
  return fixed(value, precision);
}

export const isNegative = (value: number | bigint): boolean => value < 0 || Object.is(value, -0);

/** Separators between thousands. */
export const grouped = (digits: string, separator: string): string => {
  const [whole = "", rest] = digits.split(".");
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, separator);
  return rest === undefined ? parts : `${parts}.${rest}`;
};
