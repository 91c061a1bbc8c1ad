/** A picture that takes longer, in milliseconds, is drawn less often and less sharp: the page comes first. */
const HEAVY_MS = 120;
/** Of the time, the share that heavy pictures may take. */
const SHARE = 0.25;
/** Pictures after a change that compile and upload, and tell nothing of those that follow. */
const WARMING = 2;
const BLUNTER = 0.7;
const BLUNTEST = 0.35;

/** When the next picture is drawn, and how sharp, by what the last ones cost. Milliseconds. */
export class Pace {
  private drawnAt: number | null = null;
  private notBefore = 0;
  private warming = WARMING;

  /** `sharpness`: of the pixels that the display has along a side, those that are drawn. */
  constructor(public sharpness = 1) {}

  /** At a tick of the display: whether a picture is due. */
  due(now: number): boolean {
    if (this.drawnAt !== null) this.settle(now, now - this.drawnAt);
    return now >= this.notBefore;
  }

  drew(now: number): void {
    this.drawnAt = now;
  }

  /** Something has changed: draw soon, whatever it costs; `anew`: things that were never drawn. */
  hurry(anew = false): void {
    this.notBefore = 0;
    if (anew) this.warming = WARMING;
  }

  /** The display ticks again only when the picture is done, so the wait for it is what it cost. */
  private settle(now: number, cost: number): void {
    this.drawnAt = null;
    if (this.warming > 0) this.warming -= 1;
    else if (cost > HEAVY_MS) this.sharpness = Math.max(BLUNTEST, this.sharpness * BLUNTER);
    if (cost > HEAVY_MS) this.notBefore = now + cost * (1 / SHARE - 1);
  }
}
