import { DepthController } from './depth.ts';
import { SincTable } from './resampler.ts';

/** Where playing stands: sample `sample` (at the source's rate) of item `item`. */
export interface Place {
  readonly item: string;
  readonly sample: number;
}

interface Mark {
  readonly item: string;
  readonly start: number;
}

const SILENCE = 10 ** (-50 / 20);
const LOOK_AHEAD = 0.6;
const FIRST_CAPACITY = 1 << 16;
/** Samples of an audio worklet's render quantum. */
const BLOCK = 128;

/**
 * The playing side of a stream of spoken items: buffering, resampling, catching up, cutting off.
 *
 * Free of any audio interface: the worklet asks for one block after the other.
 */
export class PlaybackQueue {
  readonly depth = new DepthController();
  private buffer = new Float32Array(FIRST_CAPACITY);
  /** Index within the stream of `buffer[0]`; the other indices count from the stream's start. */
  private base = 0;
  private written = 0;
  private place = 0;
  private readonly table: SincTable;
  private readonly step: number;
  private marks: Mark[] = [];
  private open: string | null = null;
  private running = false;
  /** The last block before a cut, fading: it is still owed to the loudspeaker. */
  private tail: Float32Array | null = null;
  private stalls = 0;

  constructor(
    private readonly outputRate: number,
    private readonly sourceRate = 24_000,
  ) {
    this.table = new SincTable(outputRate / sourceRate);
    this.step = sourceRate / outputRate;
  }

  get playing(): boolean {
    return this.running;
  }

  get underruns(): number {
    return this.stalls;
  }

  /** Seconds of sound in hand. */
  get held(): number {
    return Math.max(0, this.written - this.place) / this.sourceRate;
  }

  get position(): Place | null {
    const mark = this.marks.findLast(({ start }) => start <= this.place) ?? this.marks[0];
    if (mark === undefined) return null;
    return { item: mark.item, sample: Math.max(0, this.place - mark.start) };
  }

  push(item: string, samples: Float32Array): void {
    if (this.open !== item && this.marks.at(-1)?.item !== item) {
      if (!this.running && this.held === 0) this.depth.restart();
      this.marks.push({ item, start: this.written });
    }
    this.open = item;
    this.reserve(samples.length);
    this.buffer.set(samples, this.written - this.base);
    this.written += samples.length;
  }

  /** No more sound comes for `item`. */
  end(item: string): void {
    if (this.open === item) this.open = null;
  }

  /** Drop everything; what is playing fades out within one block. */
  flush(): void {
    this.open = null;
    if (this.running) this.tail = this.faded();
    this.clear();
  }

  /** Fill one block. */
  pull(out: Float32Array): void {
    const seconds = out.length / this.outputRate;
    out.fill(0);
    if (this.tail !== null) {
      out.set(this.tail.subarray(0, out.length));
      this.tail = null;
    } else if (this.running || this.mayStart()) {
      this.running = true;
      this.play(out, seconds);
    } else if (this.owing()) {
      this.depth.waited(seconds);
    }
  }

  private mayStart(): boolean {
    if (this.held === 0) return false;
    return this.open === null || this.held >= this.depth.startDepth;
  }

  /** Whether an item has begun and waits for its next sound. */
  private owing(): boolean {
    return this.open !== null && (this.position?.sample ?? 0) > 0;
  }

  private play(out: Float32Array, seconds: number): void {
    const plan = this.depth.plan(seconds, this.held, this.silenceAhead());
    this.place += plan.skip * this.sourceRate;
    const step = this.step * plan.speed;
    const usable = this.open === null ? this.written : this.written - this.table.half;
    const count = Math.min(out.length, Math.max(0, Math.ceil((usable - this.place) / step)));
    this.render(out, count, step);
    if (count === out.length) return;
    this.stop(out, count);
  }

  private render(out: Float32Array, count: number, step: number): void {
    const filled = this.buffer.subarray(0, this.written - this.base);
    for (let i = 0; i < count; i += 1) {
      out[i] = this.table.read(filled, this.place - this.base);
      this.place += step;
    }
  }

  /** The sound has run out after `count` samples of the block: at an item's end or in its middle. */
  private stop(out: Float32Array, count: number): void {
    this.running = false;
    if (this.open === null) {
      this.clear();
      return;
    }
    fade(out, count);
    this.stalls += 1;
    this.depth.underrun();
  }

  private faded(): Float32Array {
    const block = new Float32Array(BLOCK);
    this.render(block, BLOCK, this.step);
    fade(block, BLOCK);
    return block;
  }

  private clear(): void {
    this.running = false;
    this.base = 0;
    this.written = 0;
    this.place = 0;
    this.marks = [];
    this.depth.restart();
  }

  /** Seconds of silence from the place on, as far as needed and known. */
  private silenceAhead(): number {
    if (this.depth.lag === 0) return 0;
    const from = Math.ceil(this.place) - this.base;
    const to = Math.min(this.written - this.base, from + LOOK_AHEAD * this.sourceRate);
    let at = from;
    while (at < to && Math.abs(this.buffer[at] ?? 0) < SILENCE) at += 1;
    return (at - from) / this.sourceRate;
  }

  /** Make room for `count` more samples: first by forgetting the past, then by growing. */
  private reserve(count: number): void {
    const used = this.written - this.base;
    if (used + count <= this.buffer.length) return;
    const past = Math.max(0, Math.floor(this.place) - this.table.half - this.base);
    const kept = used - past;
    const capacity = kept + count > this.buffer.length / 2 ? 2 * (kept + count) : this.buffer.length;
    const grown = new Float32Array(Math.max(capacity, FIRST_CAPACITY));
    grown.set(this.buffer.subarray(past, used));
    this.buffer = grown;
    this.base += past;
  }
}

function fade(block: Float32Array, count: number): void {
  for (let i = 0; i < count; i += 1) block[i] = (block[i] ?? 0) * (1 - i / count);
}
