import type { Card } from '@qingzhi/protocol';

/** Facets worth taking along, in the order in which they are needed. */
const TAKEN: readonly string[] = ['materials', 'documents', 'where', 'address', 'hours', 'phone', 'online', 'fee', 'time_limit', 'time', 'notice'];
const LISTED: ReadonlySet<string> = new Set(['materials', 'documents']);
/** What codes hold at most, in bytes of UTF-8: as much as a phone reads off a screen, less where the screen is small. */
export const CODE_BYTES = [600, 440, 310, 210, 120] as const;
/** Room for `(1/2)` and a line break. */
const HEAD_BYTES = 12;

/** Whether there is a list to take along. */
export function hasList(card: Card): boolean {
  return card.facets.some(({ kind, lines }) => LISTED.has(kind) && lines.length > 0);
}

/** The card's list of papers, and where and when to go, as plain text. */
export function listOf(card: Card): string {
  const lines = [card.title];
  const facets = TAKEN.flatMap((kind) => card.facets.filter((facet) => facet.kind === kind));
  for (const { kind, label, lines: content } of facets) {
    if (content.length === 0) continue;
    lines.push('', `【${label}】`);
    lines.push(...(LISTED.has(kind) ? content.map((line, index) => `${index + 1}. ${line}`) : content));
  }
  if (card.note !== '') lines.push('', card.note);
  return lines.join('\n');
}

/** The text in as many parts as codes are needed, cut at the ends of lines where they allow it. */
export function partsOf(text: string, most: number): readonly string[] {
  if (bytes(text) <= most) return [text];
  const parts: string[] = [];
  let part = '';
  for (const line of text.split('\n').flatMap((one) => cut(one, most - HEAD_BYTES))) {
    const longer = part === '' ? line : `${part}\n${line}`;
    if (bytes(longer) > most - HEAD_BYTES) {
      parts.push(part);
      part = line;
    } else {
      part = longer;
    }
  }
  if (part !== '') parts.push(part);
  return parts.map((one, index) => `(${index + 1}/${parts.length})\n${one.trim()}`);
}

/** As few parts as `fits` finds readable, or the smallest there are. */
export function readableParts(text: string, fits: (part: string) => boolean): readonly string[] {
  const [largest, ...smaller] = CODE_BYTES;
  let parts = partsOf(text, largest);
  for (const most of smaller) {
    if (parts.every(fits)) break;
    parts = partsOf(text, most);
  }
  return parts;
}

/** A line that is too long for one part, cut between characters. */
function cut(line: string, most: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of line) {
    if (bytes(piece + character) > most) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
