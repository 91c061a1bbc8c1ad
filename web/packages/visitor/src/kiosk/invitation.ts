import type { Mixer } from '@qingzhi/avatar';
import { attractScene } from './attract-motion.ts';

/** The clock that the inviting motion counts on; no sound has this name. */
const CLOCK = 'invitation';
const FIRST_SECONDS = 1.5;
const BETWEEN_SECONDS = 11;

/** Moves the figure of a kiosk that waits for somebody: as the server knows how, or a little by itself where it isn't reached. */
export class Invitation {
  /** For those who want less motion she only breathes. */
  calm = false;
  private next: number | null = null;
  private begun = 0;
  private scene = 0;

  /** `ask` asks the server for a gesture; `false` when it can't. */
  constructor(
    private readonly mixer: Mixer,
    private readonly ask: () => boolean,
  ) {}

  start(wall = performance.now() / 1000): void {
    this.begun = wall;
    this.next = FIRST_SECONDS;
    this.mixer.times.hear(CLOCK, 0, wall);
  }

  stop(): void {
    this.next = null;
    this.mixer.forget(CLOCK);
  }

  /** Called once a frame. */
  tick(wall: number): void {
    const since = wall - this.begun;
    if (this.next === null || since < this.next) return;
    this.next = since + BETWEEN_SECONDS;
    if (this.calm || this.ask()) return;
    this.mixer.add({ ...attractScene(this.scene, since), item: CLOCK });
    this.scene += 1;
  }
}
