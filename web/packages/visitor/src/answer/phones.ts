/** A run of a text; `phone`: the number to dial, where it is one. */
export interface Run {
  readonly text: string;
  readonly phone: string | null;
}

/**
 * Chinese service numbers (12345, 110), numbers with their area code, mobiles and 400 numbers; no
 * part of a longer number, and no amount of anything.
 */
const PHONE =
  /(?<![\d.,-])(?:12[1-4]\d{2}|123\d{2}|11\d|12[02]|0\d{2,3}[- ]?\d{7,8}|1[3-9]\d{9}|[48]00[- ]?\d{3}[- ]?\d{4})(?![\d.,-]*\d|\s*(?:[元日天个名件人年月周岁米页份%％]|yuan|days|years))/g;

/** Cut a text at the telephone numbers in it. */
export function runsOf(text: string): readonly Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const match of text.matchAll(PHONE)) {
    if (match.index > at) runs.push({ text: text.slice(at, match.index), phone: null });
    runs.push({ text: match[0], phone: match[0].replaceAll(/\D/g, '') });
    at = match.index + match[0].length;
  }
  if (at < text.length) runs.push({ text: text.slice(at), phone: null });
  return runs;
}
