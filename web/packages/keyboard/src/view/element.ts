import type { Icon } from './layouts.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Strokes on a 24 × 24 grid. */
const STROKES: Readonly<Record<Icon, string>> = {
  backspace: 'M9 5h11a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 20 19H9L2.5 12zM12 9.2l5.6 5.6M17.6 9.2 12 14.8',
  shift: 'M12 3.5 3.5 12.5H8V20h8v-7.5h4.5z',
  hide: 'M3 4.5h18v10H3zM7 8h.01M12 8h.01M17 8h.01M8.5 11.4h7M9 18.2l3 2.6 3-2.6',
  keys: 'M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8.5 14h7',
  more: 'm5.5 9 6.5 6.5L18.5 9',
  earlier: 'M15 5.5 8.5 12l6.5 6.5',
  later: 'M9 5.5 15.5 12 9 18.5',
};

export function icon(name: Icon): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', STROKES[name]);
  svg.append(path);
  return svg;
}

export function element(className: string, parent?: ParentNode): HTMLElement {
  const made = document.createElement('div');
  made.className = className;
  parent?.append(made);
  return made;
}

/** A button out of the tab order: its group has one place in it, given by `Roving`. */
export function button(className: string, parent: ParentNode): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.tabIndex = -1;
  parent.append(made);
  return made;
}
