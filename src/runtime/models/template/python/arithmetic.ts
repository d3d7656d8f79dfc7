// Python's arithmetic: whole numbers without end (here: with one), floats printed and rounded as Python does.
import { LimitReached, unsupported, wrong } from "../template-errors.js";

const largest = 2n ** 8192n;

/** A whole number that is not too long. Throws LimitReached. */
export function bounded(value: bigint): bigint {
  if (value > largest || value < -largest) throw new LimitReached("its numbers grow too long");
  return value;
}

/** A whole number as a float. */
export function asFloat(value: bigint | number): number {
  const float = Number(value);
  if (typeof value === "bigint" && !Number.isFinite(float)) wrong("a whole number is too large for a float");
  return float;
}

/** repr() of a float: the shortest digits that give it back, an exponent outside of 1e-4 to 1e16. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}

const zero = () => wrong("it divides by zero");

export function floorDivide(a: bigint | number, b: bigint | number): bigint | number {
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (b === 0n) return zero();
    const quotient = a / b;
    return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
  }
  return floatDivision(asFloat(a), asFloat(b)).quotient;
}

export function modulo(a: bigint | number, b: bigint | number): bigint | number {
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (b === 0n) return zero();
    const rest = a % b;
    return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
  }
  return floatDivision(asFloat(a), asFloat(b)).rest;
}

/** divmod of floats, with CPython's treatment of signs and of rounding. */
function floatDivision(a: number, b: number): { quotient: number; rest: number } {
  if (b === 0) return zero();
  let rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0) {
    if (b < 0 !== rest < 0) {
      rest += b;
      quotient -= 1;
    }
  } else rest = b < 0 ? -0 : 0;
  if (quotient === 0) return { quotient: a / b < 0 || Object.is(a / b, -0) ? -0 : 0, rest };
  const floor = Math.floor(quotient);
  return { quotient: quotient - floor > 0.5 ? floor + 1 : floor, rest };
}

const bits = (value: bigint) => (value < 0n ? -value : value).toString(2).length;

/** a / b, always a float, rounded once. */
export function divide(a: bigint | number, b: bigint | number): number {
  if (Number(b) === 0) return zero();
  if (typeof a === "number" || typeof b === "number") return asFloat(a) / asFloat(b);
  const safe = 2n ** 53n;
  if (a <= safe && a >= -safe && b <= safe && b >= -safe) return Number(a) / Number(b);
  const shift = Math.max(0, 66 - (bits(a) - bits(b)));
  if (shift > 900) unsupported("a quotient near zero");
  const scaled = a << BigInt(shift);
  const quotient = scaled / b;
  const sticky = scaled % b === 0n ? quotient : quotient * 2n + (quotient < 0n ? -1n : 1n);
  return asFloat(sticky) / 2 ** (scaled % b === 0n ? shift : shift + 1);
}

/** a ** b. Powers that are no whole numbers are left to exact cases: libraries differ in their last digit. */
export function power(a: bigint | number, b: bigint | number): bigint | number {
  if (typeof a === "bigint" && typeof b === "bigint" && b >= 0n) {
    if (a !== 0n && a !== 1n && a !== -1n && b * BigInt(bits(a)) > 16384n) {
      throw new LimitReached("its numbers grow too long");
    }
    return bounded(a ** (a === 0n || a === 1n ? (b === 0n ? 0n : 1n) : a === -1n ? b % 2n : b));
  }
  const [base, exponent] = [asFloat(a), asFloat(b)];
  if (base === 0 && exponent < 0) return zero();
  if (exponent === 0.5 && base >= 0 && Number.isInteger(Math.sqrt(base)) && base < 2 ** 52)
    return Math.sqrt(base);
  const result = base ** exponent;
  const whole = Number.isInteger(base) && Number.isInteger(exponent) && Number.isSafeInteger(result);
  const ofTwo = Number.isInteger(Math.log2(Math.abs(base))) && Number.isInteger(exponent);
  if (whole || (ofTwo && Number.isFinite(result))) return result;
  return unsupported(`the power ${String(a)} ** ${String(b)}, which is no whole number`);
}

/** A float as a fraction of whole numbers. */
function fraction(value: number): { over: bigint; under: bigint } {
  let under = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    under *= 2n;
  }
  return { over: BigInt(scaled), under };
}

/** over / under to the nearest whole number, ties to the even one. */
function nearest(over: bigint, under: bigint): bigint {
  const floor = floorDivide(over, under) as bigint;
  const twice = 2n * (over - floor * under);
  return twice > under || (twice === under && floor % 2n !== 0n) ? floor + 1n : floor;
}

/** `digits` after the point, rounded exactly, ties to even: what "%.2f" writes, without the sign. */
export function fixed(value: number, digits: number): string {
  if (digits > 100) throw new LimitReached("its numbers grow too long");
  if (!Number.isFinite(value)) return floatText(Math.abs(value));
  const { over, under } = fraction(Math.abs(value));
  const whole = nearest(over * 10n ** BigInt(digits), under)
    .toString()
    .padStart(digits + 1, "0");
  return digits === 0 ? whole : `${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}

/** round(value, digits). */
export function rounded(value: bigint | number, digits: number): bigint | number {
  if (typeof value === "bigint") {
    if (digits >= 0) return value;
    if (digits < -2500) return 0n;
    const unit = 10n ** BigInt(-digits);
    return nearest(value, unit) * unit;
  }
  if (!Number.isFinite(value) || digits > 323) return value;
  const sign = value < 0 || Object.is(value, -0) ? -1 : 1;
  if (digits >= 0) return digits > 100 ? value : sign * Number(fixed(value, digits));
  if (digits < -308) return sign * 0;
  const { over, under } = fraction(Math.abs(value));
  const unit = 10n ** BigInt(-digits);
  return sign * Number(nearest(over, under * unit) * unit);
}

/** A float without what is behind its point, as a whole number; undefined where there is none. */
export const truncated = (value: number): bigint | undefined =>
  Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;

const strangeDigit = /(?![0-9])\p{Nd}/u;

/** int(text, base) of a text without white space around it; undefined where Python raises ValueError. */
export function parseInteger(text: string, base: number): bigint | undefined {
  if (strangeDigit.test(text)) unsupported("digits of another script");
  const match = /^([+-]?)(0[xob])?([0-9a-z]+(?:_[0-9a-z]+)*)$/i.exec(text.replace(/^([+-]?0[xob])_/i, "$1"));
  if (!match || text.length > 4300) return undefined;
  const [, sign, prefix = "", body] = match;
  const ofPrefix: Record<string, number> = { "0x": 16, "0o": 8, "0b": 2 };
  const given = prefix ? ofPrefix[prefix.toLowerCase()]! : 0;
  if (base === 0) {
    if (!given && /^0/.test(body!) && /[1-9a-z]/i.test(body!)) return undefined;
    return digitsOf(sign!, body!, given || 10);
  }
  return given && given !== base ? digitsOf(sign!, prefix + body!, base) : digitsOf(sign!, body!, base);
}

function digitsOf(sign: string, body: string, base: number): bigint | undefined {
  let value = 0n;
  for (const digit of body.replaceAll("_", "").toLowerCase()) {
    const worth = digit <= "9" ? Number(digit) : digit.charCodeAt(0) - 87;
    if (worth >= base) return undefined;
    value = value * BigInt(base) + BigInt(worth);
  }
  return bounded(sign === "-" ? -value : value);
}

/** float(text) of a text without white space around it; undefined where Python raises ValueError. */
export function parseFloatText(text: string): number | undefined {
  if (strangeDigit.test(text)) unsupported("digits of another script");
  const named = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (named) return named[2]!.toLowerCase() === "nan" ? NaN : named[1] === "-" ? -Infinity : Infinity;
  const digits = "[0-9]+(?:_[0-9]+)*";
  const number = new RegExp(`^[+-]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[+-]?${digits})?$`, "i");
  return number.test(text) ? Number(text.replaceAll("_", "")) : undefined;
}
