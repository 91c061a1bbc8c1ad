/**
 * Types sentences for `bench/pinyin/measure.py`: one a line, its text, a tab, its syllables with
 * spaces between; one line of JSON out.
 *
 *     node bench/convert.ts DICTIONARY [--unigram]
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Converter } from '../src/input/converter.ts';
import { Dictionary } from '../src/input/dictionary.ts';

/** Candidates seen at once; one tap turns the page. */
const PAGE = 8;
const PAIRS = '[pairs]\n';

const [path = '', mode] = process.argv.slice(2);
const whole = readFileSync(path, 'utf-8');
const words = whole.slice(0, whole.indexOf(PAIRS) + PAIRS.length);
const dictionary = Dictionary.parse(mode === '--unigram' ? words : whole);

/** Taps until `text` stands there, by one who takes the longest right candidate; NaN: never. */
function taps(converter: Converter, text: string, syllables: readonly string[]): number {
  let count = syllables.join('').length;
  let done = 0;
  while (done < text.length) {
    const letters = syllables.slice(done).join('');
    const fits = ({ text: words, length }: { text: string; length: number }): boolean =>
      text.startsWith(words, done) &&
      syllables.slice(done, done + words.length).join('').length === length;
    const { candidates } = converter.convert(letters);
    const right = candidates.findIndex(fits);
    const words = candidates[right]?.text;
    if (words === undefined) return NaN;
    count += 1 + Math.floor(right / PAGE);
    done += words.length;
  }
  return count;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [text = '', reading = ''] = line.split('\t');
  const syllables = reading.split(' ');
  const converter = new Converter(dictionary);
  // Processor time: other work on the machine does not count.
  const began = process.cpuUsage();
  const { candidates, work } = converter.convert(syllables.join(''));
  const { user, system } = process.cpuUsage(began);
  const first = candidates[0]?.text ?? '';
  const ms = (user + system) / 1000;
  const answer = { first, taps: taps(converter, text, syllables), work, ms };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
