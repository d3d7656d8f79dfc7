// Student's t and the normal distribution, in float64.
//   P(|T| >= |t|) = I_x(df / 2, 1/2), x = df / (df + t^2), with the regularised incomplete beta function I by its continued fraction
// (Abramowitz and Stegun 26.5.8, 26.7.1), and the normal distribution by its power series (26.2.11).

/** log Gamma(x) for x > 0: Stirling's series (A&S 6.1.41) beyond 12, and the recurrence down from there. */
function logGamma(x: number): number {
  let below = 0;
  let at = x;
  for (; at < 12; at += 1) below += Math.log(at);
  const square = at * at;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - below;
}

const smallest = 1e-300;

/** The continued fraction of the incomplete beta function, by Lentz's method; quick for x < (a + 1) / (a + b + 2). */
function betaFraction(a: number, b: number, x: number): number {
  const safe = (value: number) => (Math.abs(value) < smallest ? smallest : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / safe(1 + term * d);
      c = safe(1 + term / c);
      change = c * d;
      result *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return result;
}

/** I_x(a, b) for 0 <= x <= 1; `rest` is 1 - x, which the caller knows exactly. */
function incompleteBeta(a: number, b: number, x: number, rest: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, rest)) / b;
}

/** P(|T| >= |t|) with `df` degrees of freedom: the p value of a t test with two sides. */
export function studentP(t: number, df: number): number {
  const square = t * t;
  if (square === Infinity) return 0;
  return incompleteBeta(df / 2, 0.5, df / (df + square), square / (df + square));
}

/** The x at which a falling function passes `level`, 0 <= x. */
function crossing(falling: (x: number) => number, level: number): number {
  let high = 1;
  while (falling(high) > level && high < 1e12) high *= 2;
  let low = 0;
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (falling(middle) > level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The t with P(|T| < t) = level, e.g. 2.26 for 0.95 and 9 degrees of freedom. */
export const studentQuantile = (level: number, df: number): number =>
  crossing((t) => studentP(t, df), 1 - level);

/** P(|Z| < z) of a standard normal number. */
function normalWithin(z: number): number {
  let term = z;
  let total = z;
  for (let k = 3; term > 1e-18 * total; k += 2) total += term *= (z * z) / k;
  return 2 * total * Math.exp((-z * z) / 2) * Math.sqrt(1 / (2 * Math.PI));
}

/** The z with P(|Z| < z) = level, e.g. 1.96 for 0.95. */
export const normalQuantile = (level: number): number => crossing((z) => 1 - normalWithin(z), 1 - level);
