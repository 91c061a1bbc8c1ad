import { readFileSync } from 'node:fs';
import { Dictionary } from '../src/input/dictionary.ts';

export const TEXT = readFileSync(new URL('../data/dictionary.txt', import.meta.url), 'utf-8');
/** The dictionary as it ships. */
export const SHIPPED = Dictionary.parse(TEXT);
