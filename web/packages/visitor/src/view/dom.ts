/** The element with this id, which the page is known to have. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return found;
}

interface Options {
  readonly className?: string;
  readonly text?: string;
  /** Name of a message of the catalogue, so that a change of language reaches it. */
  readonly message?: string;
}

/** A new element at the end of `parent`. */
export function add<K extends keyof HTMLElementTagNameMap>(
  parent: Node,
  tag: K,
  { className, text, message }: Options = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (message !== undefined) made.dataset['text'] = message;
  parent.appendChild(made);
  return made;
}
