import type { Mixer, VoicePlayer } from '@qingzhi/avatar';
import type { PageState } from './turns.ts';

/** Read-only window into the component for measurements; nothing depends on it. */
export interface Probe {
  /** As the `state` attribute. */
  readonly state: PageState;
  /** Root mean square of the sound output over the last 100 ms, 0..1. */
  readonly rms: number;
  /** What is heard: the item and the milliseconds of it; `null` before the first sound. */
  readonly audio: { readonly item: string; readonly ms: number; readonly playing: boolean } | null;
  /** Times the sound ran out, and seconds that playing is behind. */
  readonly underruns: number;
  readonly lag: number;
  /** Seconds of sound in hand, and segments of motion that play or wait. */
  readonly held: number;
  readonly segments: number;
  /** The sound waits for a gesture of the visitor's. */
  readonly suspended: boolean;
  /** Coefficients now shown on the face, by their column. */
  readonly face: readonly number[];
}

export interface Sources {
  readonly state: () => PageState;
  readonly player: () => VoicePlayer | null;
  readonly mixer: () => Mixer | null;
  readonly face: () => Float32Array;
}

export function probeOf({ state, player, mixer, face }: Sources): Probe {
  return Object.freeze<Probe>({
    get state() {
      return state();
    },
    get rms() {
      return player()?.rms() ?? 0;
    },
    get audio() {
      const heard = player()?.heard() ?? null;
      return heard && { item: heard.item, ms: heard.seconds * 1000, playing: heard.playing };
    },
    get underruns() {
      return player()?.health.underruns ?? 0;
    },
    get lag() {
      return player()?.health.lag ?? 0;
    },
    get held() {
      return player()?.health.held ?? 0;
    },
    get segments() {
      return mixer()?.pending ?? 0;
    },
    get suspended() {
      return player()?.suspended ?? true;
    },
    get face() {
      return [...face()];
    },
  });
}
