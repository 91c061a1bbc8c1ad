import type { ClauseInfo } from '@qingzhi/protocol';

/** What the subtitle line shows: a clause, and how far it has been spoken. */
export interface Caption {
  readonly clause: ClauseInfo;
  /** Characters that have been spoken. */
  readonly said: number;
  /** Span of the word being spoken, `[from, to)`. */
  readonly word: readonly [from: number, to: number] | null;
}

/** The clauses of each item in the order of their sound, and which of them is heard when. */
export class Captions {
  private readonly items = new Map<string, ClauseInfo[]>();

  /** Add a clause, or replace one whose times were revised. */
  add(item: string, clause: ClauseInfo): void {
    const clauses = (this.items.get(item) ?? []).filter(({ id }) => id !== clause.id);
    clauses.push(clause);
    clauses.sort((a, b) => a.audio_start_ms - b.audio_start_ms);
    this.items.set(item, clauses);
  }

  forget(item: string): void {
    this.items.delete(item);
  }

  /** The caption at `seconds` of the item's sound; `null` where the item has no clause yet. */
  at(item: string, seconds: number): Caption | null {
    const now = seconds * 1000;
    const clauses = this.items.get(item) ?? [];
    const clause = clauses.findLast(({ audio_start_ms }) => audio_start_ms <= now) ?? clauses[0];
    return clause === undefined ? null : captionOf(clause, now);
  }

  /** The newest clause, whole, for when there is no sound. */
  unspoken(item: string): Caption | null {
    const clause = this.items.get(item)?.at(-1);
    return clause === undefined ? null : { clause, said: clause.text.length, word: null };
  }
}

function captionOf(clause: ClauseInfo, now: number): Caption {
  const started = clause.words.filter(([, , start]) => start <= now);
  const latest = started.at(-1);
  if (latest === undefined) return { clause, said: 0, word: null };
  const [from, to, , end] = latest;
  if (now < end) return { clause, said: from, word: [from, to] };
  return { clause, said: started.length === clause.words.length ? clause.text.length : to, word: null };
}
