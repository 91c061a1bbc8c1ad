import markUrl from '../../assets/mark.svg';
import { button, make } from '../../view/dom.ts';
import type { StudioKey } from '../words.ts';
import { type IconName, icon } from './icons.ts';

const TOOLS = ['undo', 'redo', 'random', 'open', 'save', 'check', 'export', 'publish'] as const;
export type Tool = (typeof TOOLS)[number];
const ICONS: Readonly<Record<Tool, IconName>> = { undo: 'undo', redo: 'redo', random: 'dice', open: 'open', save: 'save', check: 'check', export: 'export', publish: 'publish' };
/** Whose name is left out where there is little room. */
const SMALL: ReadonlySet<Tool> = new Set(['undo', 'redo']);
const KEYS: Readonly<Partial<Record<Tool, string>>> = { undo: 'Control+Z', redo: 'Control+Shift+Z', save: 'Control+S' };

/** The head of the page: whose it is, and what can be done. */
export class StudioBar {
  readonly element: HTMLElement;
  readonly leave: HTMLButtonElement;
  private readonly tools: Readonly<Record<Tool, HTMLButtonElement>>;
  private readonly row: HTMLElement;

  constructor(use: (tool: Tool) => void, language: () => void, leave: () => void) {
    this.tools = Object.fromEntries(TOOLS.map((tool) => [tool, toolButton(tool, () => use(tool))])) as Record<Tool, HTMLButtonElement>;
    this.leave = button({ class: 'tool', id: 'leave', text: 'leave' }, leave);
    const mark = make('img', { class: 'bar__mark', attrs: { src: markUrl, alt: '', width: '32', height: '32' } });
    this.row = make('div', { class: 'bar__tools', label: 'tools.label', attrs: { role: 'toolbar' } }, ...TOOLS.map((tool) => this.tools[tool]));
    this.element = make(
      'header',
      { class: 'bar' },
      make('a', { class: 'skip', text: 'skip', attrs: { href: '#controls' } }),
      mark,
      make('h1', { class: 'bar__name', text: 'brand' }),
      this.row,
      make('div', { class: 'bar__end' }, button({ class: 'tool', id: 'language', text: 'lang.other' }, language), this.leave),
    );
  }

  allow(allowed: Readonly<Partial<Record<Tool, boolean>>>): void {
    for (const [tool, may] of Object.entries(allowed)) this.tools[tool as Tool].disabled = may === false;
  }

  /** Whether there is anything to work on. */
  open(there: boolean): void {
    this.row.hidden = !there;
  }

  focus(tool: Tool): void {
    this.tools[tool].focus();
  }
}

function toolButton(tool: Tool, press: () => void): HTMLButtonElement {
  const key: StudioKey = tool;
  const kind = SMALL.has(tool) ? 'tool tool--icon' : 'tool';
  const made = button({ class: kind, id: tool, title: key, ...(SMALL.has(tool) ? { label: key } : {}) }, press, icon(ICONS[tool]));
  if (!SMALL.has(tool)) made.append(make('span', { class: 'tool__name', text: key }));
  const shortcut = KEYS[tool];
  if (shortcut !== undefined) made.setAttribute('aria-keyshortcuts', shortcut);
  return made;
}
