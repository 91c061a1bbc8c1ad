import { Dictionary } from './dictionary.ts';

const ADDRESS = new URL('../../data/dictionary.txt', import.meta.url);

let loading: Promise<Dictionary> | null = null;

/** The dictionary, fetched once for all keyboards of the page; a failure is tried again. */
export function loadDictionary(): Promise<Dictionary> {
  loading ??= fetched().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** Throws TypeError where the network fails, DictionaryError where the file is not one. */
async function fetched(): Promise<Dictionary> {
  const response = await fetch(ADDRESS);
  if (!response.ok) throw new TypeError(`dictionary: ${response.status}`);
  return Dictionary.parse(await response.text());
}
