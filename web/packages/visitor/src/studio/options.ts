import { isTable } from './state/spec.ts';

/** The words that the schema of specifications allows at a path such as `hair.style`. */
export function optionsOf(schema: unknown, path: string): readonly string[] {
  const found = path.split('.').reduce<unknown>((node, name) => {
    const inner = resolved(schema, node);
    return isTable(inner) && isTable(inner['properties']) ? inner['properties'][name] : null;
  }, schema);
  return wordsOf(resolved(schema, found));
}

function wordsOf(node: unknown): readonly string[] {
  if (!isTable(node)) return [];
  const { enum: words, items } = node;
  if (Array.isArray(words)) return words.filter((word) => typeof word === 'string');
  return wordsOf(items);
}

/** Follow a reference into the schema's definitions. */
function resolved(schema: unknown, node: unknown): unknown {
  if (!isTable(node)) return node;
  const reference = [node, ...(Array.isArray(node['anyOf']) ? node['anyOf'] : [])].flatMap((one) => (isTable(one) && typeof one['$ref'] === 'string' ? [one['$ref']] : []))[0];
  if (reference === undefined) return node;
  const definitions = isTable(schema) ? schema['$defs'] : null;
  return isTable(definitions) ? definitions[reference.slice(reference.lastIndexOf('/') + 1)] : null;
}
