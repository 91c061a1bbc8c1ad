import { drawing } from './dom.ts';

/** Line drawings on a field of 24 × 24: what is stroked, and what is filled. */
const ICONS = {
  send: [['M12 19.5V5m-6 6 6-6 6 6', 'line']],
  stop: [['M8.5 6.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2Z', 'fill']],
  play: [['M8.5 5.8v12.4c0 .6.7 1 1.2.6l9.1-6.2a.7.7 0 0 0 0-1.2L9.7 5.2c-.5-.4-1.2 0-1.2.6Z', 'fill']],
  sound: [
    ['M4 9.3v5.4h3.6L12 18.6V5.4L7.6 9.3H4Z', 'fill'],
    ['M15.7 8.8a4.6 4.6 0 0 1 0 6.4M18.3 6.2a8.2 8.2 0 0 1 0 11.6', 'line wave'],
    ['m16 9.5 5 5m0-5-5 5', 'line cross'],
  ],
  settings: [
    ['M4 7.5h8.5m5 0H20M4 16.5h2.5m5 0H20', 'line'],
    ['M15 5.2a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6ZM9 14.2a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6Z', 'line'],
  ],
  history: [['M4.8 8.2A8 8 0 1 1 4 12m.8-8v4.2H9M12 7.8V12l3 2', 'line']],
  leave: [['M10 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H10M15 8l4 4-4 4m4-4H9.5', 'line']],
  up: [['M7 11v8.5H4.5V11H7Zm0 8.5h8.6a2 2 0 0 0 2-1.6l1.1-5.5a2 2 0 0 0-2-2.4H13l.5-3.7A1.8 1.8 0 0 0 10.2 5L7 11', 'line']],
  down: [['M7 13V4.5H4.5V13H7Zm0-8.5h8.6a2 2 0 0 1 2 1.6l1.1 5.5a2 2 0 0 1-2 2.4H13l.5 3.7a1.8 1.8 0 0 1-3.3 1.3L7 13', 'line']],
  code: [
    ['M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6z', 'line'],
    ['M13.5 13.5h2.5v2.5h-2.5zM17 17h2.5v2.5H17zM17.5 13.5h2v2h-2zM13.5 17.5h2v2h-2z', 'fill'],
  ],
  print: [['M7 9V4.5h10V9M7 17H5a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 5 9h14a1.5 1.5 0 0 1 1.5 1.5v5A1.5 1.5 0 0 1 19 17h-2M7 14h10v5.5H7z', 'line']],
  close: [['m6.5 6.5 11 11m0-11-11 11', 'line']],
  place: [['M12 21s-6.5-5.6-6.5-10.8a6.5 6.5 0 1 1 13 0C18.5 15.4 12 21 12 21Z', 'line'], ['M12 7.7a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8Z', 'line']],
  screen: [['M4.5 5h15a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM9 19.5h6M12 16v3.5', 'line']],
  hours: [['M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Zm0 3.8V12l3 2', 'line']],
  phone: [['M6.5 4.5h2.4l1.4 3.8-1.9 1.6a11 11 0 0 0 5.7 5.7l1.6-1.9 3.8 1.4v2.4a2 2 0 0 1-2 2A13 13 0 0 1 4.5 6.5a2 2 0 0 1 2-2Z', 'line']],
  person: [['M12 4.5a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4ZM4.8 19.8c.5-3.6 3.4-5.6 7.2-5.6s6.7 2 7.2 5.6', 'line']],
  heart: [['M12 19.5S4.5 15.2 4.5 9.9A3.9 3.9 0 0 1 12 8.2a3.9 3.9 0 0 1 7.5 1.7c0 5.3-7.5 9.6-7.5 9.6Z', 'line']],
  back: [['m14.5 6-6 6 6 6', 'line']],
  next: [['m9.5 6 6 6-6 6', 'line']],
} as const satisfies Readonly<Record<string, readonly (readonly [d: string, className: string])[]>>;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): SVGSVGElement {
  const made = drawing('0 0 24 24', ICONS[name]);
  made.classList.add('icon');
  return made;
}
