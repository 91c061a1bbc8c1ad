import type { Card, Facet } from '@qingzhi/protocol';

/** Facets that stand in the card's head, or with the sources. */
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

/** The facets that the visitor asked for, in the card's order. */
export function askedFacets({ facets, focus }: Card): readonly Facet[] {
  return facets.filter(({ kind }) => focus.includes(kind) && !BACKGROUND.has(kind));
}
