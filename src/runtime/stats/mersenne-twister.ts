// The Mersenne Twister MT19937 as CPython uses it, so that published shuffles are the same rows here.
// Source: Matsumoto and Nishimura 1998 (init_by_array seeding); CPython's random.Random(seed).
const size = 624;
const middle = 397;

/** Seeded random numbers: the same stream as CPython's random.Random(seed) for whole seeds from 0 to 2^53 - 1. */
export class MersenneTwister {
  private readonly state = new Uint32Array(size);
  private next = size;

  constructor(seed: number) {
    const low = seed % 2 ** 32;
    const high = Math.floor(seed / 2 ** 32);
    this.seedBy(high > 0 ? [low, high] : [low]);
  }

  /** 32 random bits. */
  uint32(): number {
    if (this.next >= size) this.refill();
    let y = this.state[this.next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A whole number in [0, n), n from 1 to 2^32 - 1: redraws the bits of n's length until they lie below n. */
  below(n: number): number {
    const unused = Math.clz32(n);
    let drawn = this.uint32() >>> unused;
    while (drawn >= n) drawn = this.uint32() >>> unused;
    return drawn;
  }

  /** A number in [0, 1) with 53 random bits. */
  unit(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  private seedBy(key: readonly number[]): void {
    const { state } = this;
    state[0] = 19650218;
    for (let i = 1; i < size; i++) state[i] = Math.imul(1812433253, mixed(state[i - 1]!)) + i;
    let i = 1;
    const step = (factor: number, extra: number) => {
      state[i] = (state[i]! ^ Math.imul(mixed(state[i - 1]!), factor)) + extra;
      if (++i >= size) {
        state[0] = state[size - 1]!;
        i = 1;
      }
    };
    for (let k = 0; k < Math.max(size, key.length); k++) {
      const j = k % key.length;
      step(1664525, key[j]! + j);
    }
    for (let k = 0; k < size - 1; k++) step(1566083941, -i);
    state[0] = 0x80000000;
  }

  private refill(): void {
    const { state } = this;
    for (let k = 0; k < size; k++) {
      const y = (state[k]! & 0x80000000) | (state[(k + 1) % size]! & 0x7fffffff);
      state[k] = state[(k + middle) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }
}

const mixed = (word: number) => word ^ (word >>> 30);

/** The positions 0 .. n-1 in the order of CPython's random.Random(seed).shuffle(list(range(n))). */
export function shuffled(n: number, seed: number): number[] {
  const random = new MersenneTwister(seed);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
