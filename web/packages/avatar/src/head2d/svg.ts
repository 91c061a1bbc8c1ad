const SPACE = 'http://www.w3.org/2000/svg';

export type Attributes = Readonly<Record<string, string | number>>;

/** An SVG element with its attributes, put at the end of `parent`. */
export function element<K extends keyof SVGElementTagNameMap>(
  parent: SVGElement,
  name: K,
  attributes: Attributes = {},
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SPACE, name);
  set(made, attributes);
  parent.append(made);
  return made;
}

export function set(target: SVGElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, String(value));
}

type Stop = readonly [offset: number, colour: string, opacity?: number];

/** A gradient in user space; returns what `fill` has to say. */
export function gradient(
  defs: SVGElement,
  id: string,
  kind: 'linearGradient' | 'radialGradient',
  place: Attributes,
  stops: readonly Stop[],
): string {
  const made = element(defs, kind, { id, gradientUnits: 'userSpaceOnUse', ...place });
  for (const [offset, colour, opacity = 1] of stops) {
    element(made, 'stop', { offset, 'stop-color': colour, 'stop-opacity': opacity });
  }
  return `url(#${id})`;
}
