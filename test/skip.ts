// A test that cannot run here is counted as skipped, not as passed: `if (!model) return skip("…")`.

/** Tells scripts/test.mjs that the running test is skipped, and why. The reason must stand in test/allowed-skips.json. */
export function skip(reason: string): void {
  console.log(`\n[skipped] ${reason}`);
}
