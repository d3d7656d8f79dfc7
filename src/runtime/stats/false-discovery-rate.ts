// Many conditions looked at together: the false-discovery rate of Benjamini and Hochberg (1995). Calling everything with an adjusted p
// of at most q an effect, at most a share q of what is called one is none, on average; also where the conditions share their items, as
// long as their tests go up and down together (Benjamini and Yekutieli 2001).

/** Adjusted p values: of the i-th smallest of n the least of p_j n / j over j >= i. NaN where p is NaN, which counts as not looked at. */
export function discoveries(p: readonly number[]): number[] {
  const known = [...p.keys()].filter((i) => !Number.isNaN(p[i]!)).sort((a, b) => p[b]! - p[a]!);
  const adjusted = p.map(() => Number.NaN);
  let least = 1;
  known.forEach((place, above) => {
    const rank = known.length - above;
    least = Math.min(least, (p[place]! * known.length) / rank);
    adjusted[place] = least;
  });
  return adjusted;
}
