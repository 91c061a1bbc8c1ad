import { button, make } from './dom.ts';
import { icon } from './icons.ts';

export interface Bar {
  readonly element: HTMLElement;
  readonly mark: HTMLImageElement;
  readonly mute: HTMLButtonElement;
  readonly language: HTMLButtonElement;
  readonly history: HTMLButtonElement;
  readonly settings: HTMLButtonElement;
  readonly people: HTMLButtonElement;
  readonly leave: HTMLButtonElement;
}

export interface BarActions {
  mute(): void;
  language(): void;
  people(): void;
  leave(): void;
}

/** The head of the component: who this is, that it is an AI, and a few tools. `heading`: a page has its own `h1`. */
export function bar(markUrl: string, heading: 'h1' | 'h2', actions: BarActions): Bar {
  const mark = make('img', { class: 'brand__mark', attrs: { src: markUrl, alt: '', width: '40', height: '40' } });
  const name = make(heading, { class: 'brand__name', id: 'service-name', text: 'service.name' });
  const line = make('p', { class: 'brand__line', text: 'service.line' });
  const parts = {
    mark,
    mute: button({ class: 'tool tool--mute', id: 'mute', label: 'tools.mute', title: 'tools.mute', attrs: { 'aria-pressed': 'false' } }, actions.mute, icon('sound')),
    language: button({ class: 'tool tool--text', id: 'language', text: 'tools.otherLanguage', label: 'tools.otherLanguageName' }, actions.language),
    history: opener('history', 'history'),
    settings: opener('settings', 'settings'),
    people: button({ class: 'tool tool--people', id: 'people', title: 'tools.peopleName', label: 'tools.peopleName' }, actions.people, icon('person'), make('span', { text: 'tools.people' })),
    leave: button({ class: 'tool tool--leave', id: 'leave', title: 'tools.leave' }, actions.leave, icon('leave'), make('span', { text: 'tools.leave' })),
  };
  const tools = make('div', { class: 'tools', label: 'tools.label', attrs: { role: 'group' } }, parts.mute, parts.language, parts.history, parts.settings, parts.people, parts.leave);
  const element = make(
    'header',
    { class: 'bar' },
    make('div', { class: 'brand' }, mark, make('div', { class: 'brand__words' }, name, line)),
    make('p', { class: 'ai-mark', text: 'ai.mark', title: 'ai.explain' }),
    tools,
  );
  return { element, ...parts };
}

/** A button that opens a panel; `Panel` gives it its action. */
function opener(id: 'history' | 'settings', name: 'history' | 'settings'): HTMLButtonElement {
  const made = make('button', { class: 'tool', id, label: `tools.${name}`, title: `tools.${name}` }, icon(name));
  made.type = 'button';
  return made;
}
