// Work on several things at a time, told in the order in which they were given.

/**
 * Calls `work` for each, at most `jobs` at once, and `tell` with each result as soon as all before it were told.
 * Nothing new begins once `stopped()`; what has begun is still told.
 */
export async function inOrder<T, R>(
  all: readonly T[],
  jobs: number,
  work: (one: T) => Promise<R>,
  tell: (one: T, result: R) => void,
  stopped: () => boolean = () => false,
): Promise<void> {
  const results = new Map<number, R>();
  let [next, told] = [0, 0];
  const worker = async (): Promise<void> => {
    while (next < all.length && !stopped()) {
      const at = next++;
      results.set(at, await work(all[at]!));
      for (; results.has(told); told++) tell(all[told]!, results.get(told)!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, all.length) }, worker));
}
