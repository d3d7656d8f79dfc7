// How numbers look: a few digits for people, six for the data inside a chart.
/** Three significant digits, plain below a million: 1.234 -> "1.23", 0.00012 -> "0.00012", -0 -> "0". */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value < 0 ? "-∞" : "∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-6) return value.toExponential(2);
  return String(size >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

/** The true minus sign, for text inside pictures. */
export const minus = (text: string): string => text.replace(/^-/, "−");

/** `figure` with the true minus sign. */
export const drawn = (value: number): string => minus(formatNumber(value));

/** A mean and the ends of its interval, all with as many decimals as the interval's width makes sensible. */
export function formatInterval(mean: number, low: number, high: number): readonly [string, string, string] {
  const half = (high - low) / 2;
  const decimals = half > 0 && Number.isFinite(half) ? Math.max(0, Math.ceil(-Math.log10(half / 5))) : 0;
  if (!(half > 0) || decimals > 6) return [formatNumber(mean), formatNumber(low), formatNumber(high)];
  const fixed = (value: number): string => value.toFixed(decimals).replace(/^-(?=0*\.?0*$)/, "");
  return [fixed(mean), fixed(low), fixed(high)];
}

/** A share in whole percent; never "0%" or "100%" when it is not exactly that; of what is not a number a dash. */
export function formatPercent(share: number): string {
  if (Number.isNaN(share)) return "–";
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return "<1%";
  if (rounded === 100 && share < 1) return ">99%";
  return `${rounded}%`;
}

/** Six significant digits: keeps the files small and free of rounding noise. */
export const roundToSix = (value: number): number => Number(value.toPrecision(6));

/** "1 item", "80 items". */
export const pluralise = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** 8 s, 1:05 min, 2:03:20 h */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)} min`;
  return `${Math.floor(whole / 3600)}:${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)} h`;
}
