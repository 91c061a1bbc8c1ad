import type { Card, Facet } from '@qingzhi/protocol';

/** A line counts as told when this share of its words has been said. */
const TOLD = 0.5;
const MOST_PARTS = 2;
/** Facets that are no answer to a question of their own. */
const BACKGROUND: ReadonlySet<string> = new Set(['summary', 'legal_basis', 'sources']);

/** Remembers which cards stand on the page, so that none stands there twice. */
export class Shelf {
  private readonly whole = new Map<string, string>();

  /** Put up the card of an answer. Returns the earlier answer that shows the same card already, if any. */
  place(response: string, card: Card): string | null {
    const key = `${card.title}\n${card.citations[0]?.id ?? ''}`;
    const earlier = this.whole.get(key);
    if (earlier !== undefined && earlier !== response) return earlier;
    this.whole.set(key, response);
    return null;
  }

  /** An answer has left the page. */
  forget(response: string): void {
    for (const [key, holder] of this.whole) {
      if (holder === response) this.whole.delete(key);
    }
  }

  clear(): void {
    this.whole.clear();
  }
}

/** The facets that `said` tells of, the most fully told ones, in the card's order. */
export function toldFacets(card: Card, said: string): readonly Facet[] {
  const heard = words(said);
  const ranked = card.facets
    .filter(({ kind }) => !BACKGROUND.has(kind))
    .map((facet) => ({ facet, share: Math.max(0, ...facet.lines.map((line) => shareOf(words(line), heard))) }))
    .filter(({ share }) => share >= TOLD)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_PARTS);
  return card.facets.filter((facet) => ranked.some((one) => one.facet === facet));
}

/** Pairs of Chinese characters, and words of other scripts of three letters and more. */
function words(text: string): ReadonlySet<string> {
  const found = new Set(text.toLowerCase().match(/[a-z\d]{3,}/g) ?? []);
  for (const [run] of text.matchAll(/\p{Script=Han}{2,}/gu)) {
    for (let at = 0; at + 1 < run.length; at += 1) found.add(run.slice(at, at + 2));
  }
  return found;
}

function shareOf(wanted: ReadonlySet<string>, heard: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0;
  let found = 0;
  for (const word of wanted) if (heard.has(word)) found += 1;
  return found / wanted.size;
}
