import { VoicePlayer } from '@qingzhi/avatar';
import type { Preferences } from './preferences.ts';

const GESTURES = ['pointerdown', 'keydown'] as const;

/** The loudspeaker: opened once, awoken by the first gesture, as loud as the visitor wishes. */
export class Sound {
  private opened: VoicePlayer | null = null;
  private level: Pick<Preferences, 'volume' | 'muted'> = { volume: 1, muted: false };
  private closed = false;
  private readonly wake = (): void => void this.opened?.resume();

  /** `changed` is called when the sound is suspended or awake. */
  constructor(private readonly changed: () => void) {
    // Browsers let sound begin with a gesture only; any gesture on the page will do.
    for (const gesture of GESTURES) document.addEventListener(gesture, this.wake, { capture: true });
  }

  get player(): VoicePlayer | null {
    return this.opened;
  }

  /** Sound could be heard after a gesture. */
  get waits(): boolean {
    return this.opened?.suspended ?? false;
  }

  /** `false` where there is no sound device, or an engine without worklets. */
  async open(): Promise<boolean> {
    try {
      const player = await VoicePlayer.open();
      if (this.closed) {
        await player.close();
        return true;
      }
      this.opened = player;
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof TypeError || error instanceof ReferenceError)) throw error;
      return false;
    }
    this.opened.onSuspension(this.changed);
    this.apply(this.level);
    this.changed();
    return true;
  }

  apply(level: Pick<Preferences, 'volume' | 'muted'>): void {
    this.level = level;
    if (this.opened === null) return;
    this.opened.volume = level.volume;
    this.opened.muted = level.muted;
  }

  close(): void {
    this.closed = true;
    for (const gesture of GESTURES) document.removeEventListener(gesture, this.wake, { capture: true });
    void this.opened?.close();
    this.opened = null;
  }
}
