const HALF = 12;
const PHASES = 128;
const KAISER_BETA = 8;

/**
 * A table of windowed-sinc kernels for reading a sampled signal between its samples.
 *
 * Source: J. O. Smith, "Digital Audio Resampling", bandlimited interpolation with a Kaiser window.
 */
export class SincTable {
  /** Samples needed on either side of the place that is read. */
  readonly half: number;
  private readonly taps: number;
  private readonly table: Float32Array;

  /** `ratio`: output rate over source rate; below 1 the pass band narrows with it. */
  constructor(ratio: number) {
    const cutoff = Math.min(1, ratio) * 0.97;
    this.half = Math.ceil(HALF / Math.min(1, ratio));
    this.taps = 2 * this.half;
    this.table = kernels(this.half, cutoff);
  }

  /** The value of `source` at `place`; beyond its ends the signal is silent. */
  read(source: Float32Array, place: number): number {
    const whole = Math.floor(place);
    const phase = (place - whole) * PHASES;
    const row = Math.floor(phase);
    const blend = phase - row;
    const first = row * this.taps;
    const next = first + this.taps;
    const from = whole - this.half + 1;
    let sum = 0;
    for (let tap = 0; tap < this.taps; tap += 1) {
      const a = this.table[first + tap] ?? 0;
      const b = this.table[next + tap] ?? 0;
      sum += (a + (b - a) * blend) * (source[from + tap] ?? 0);
    }
    return sum;
  }
}

/** PHASES + 1 rows of 2 × half taps, each normalised to unit gain. */
function kernels(half: number, cutoff: number): Float32Array {
  const taps = 2 * half;
  const table = new Float32Array((PHASES + 1) * taps);
  for (let row = 0; row <= PHASES; row += 1) {
    const kernel = Array.from({ length: taps }, (_, tap) => {
      const x = tap - (half - 1) - row / PHASES;
      return sinc(cutoff * x) * kaiser(x / half);
    });
    const gain = kernel.reduce((sum, value) => sum + value, 0);
    table.set(kernel.map((value) => value / gain), row * taps);
  }
  return table;
}

function sinc(x: number): number {
  return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel0(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order zero, by its series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
