import type { Anchor } from './messages.ts';

/** What is being heard: `seconds` into `item`. */
export interface AudioTime {
  readonly item: string;
  readonly seconds: number;
  readonly playing: boolean;
}

const KEPT = 64;

/** The audible place, from the worklet's reports and the time that the loudspeaker has reached. */
export class AudioClock {
  private anchors: Anchor[] = [];

  constructor(
    private readonly contextRate: number,
    private readonly sourceRate = 24_000,
  ) {}

  note(anchor: Anchor): void {
    this.anchors.push(anchor);
    if (this.anchors.length > KEPT) this.anchors.shift();
  }

  /** What is heard at context time `audible` (seconds); `null` before the first sound. */
  at(audible: number): AudioTime | null {
    const frame = audible * this.contextRate;
    const anchor = this.anchors.findLast((one) => one.frame <= frame);
    if (anchor === undefined || anchor.item === null) return null;
    const since = anchor.playing ? (frame - anchor.frame) / this.contextRate : 0;
    return {
      item: anchor.item,
      seconds: anchor.sample / this.sourceRate + since,
      playing: anchor.playing,
    };
  }

  /** The newest report, whether it is audible yet or not. */
  get latest(): Anchor | null {
    return this.anchors.at(-1) ?? null;
  }

  clear(): void {
    this.anchors = [];
  }
}
