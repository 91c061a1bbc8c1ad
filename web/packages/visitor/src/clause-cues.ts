import type { ClauseInfo } from '@qingzhi/protocol';
import type { Caption } from './captions.ts';
import type { Emit, HumanEvents } from './element/events.ts';

/** Tells the page around of each clause when it has come, and when it begins to be heard. */
export class ClauseCues {
  private heardId = '';

  constructor(private readonly emit: Emit) {}

  coming(clause: ClauseInfo): void {
    this.emit('qingzhi-clause', cueOf('coming', clause));
  }

  /** Called once a frame with what is being said, if anything. */
  hear(caption: Caption | null): void {
    const id = caption?.clause.id ?? '';
    if (id === this.heardId) return;
    this.heardId = id;
    if (caption !== null) this.emit('qingzhi-clause', cueOf('heard', caption.clause));
  }
}

/** Times count from the beginning of the clause. */
function cueOf(phase: 'coming' | 'heard', clause: ClauseInfo): HumanEvents['qingzhi-clause'] {
  const { id, text, lang, words, audio_start_ms: start } = clause;
  const timed = words.map(([from, to, begin, end]) => [from, to, begin - start, end - start] as const);
  return { phase, id, text, lang, words: timed, duration_ms: timed.at(-1)?.[3] ?? null };
}
