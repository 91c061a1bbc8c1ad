import { langOf } from '../catalogue.ts';
import { button, make } from './dom.ts';

/** The questions of this visit, newest first; pressing one goes to it. */
export function renderHistory(
  parent: HTMLElement,
  questions: readonly { readonly text: string; readonly entry: HTMLElement }[],
  jump: (entry: HTMLElement) => void,
): void {
  if (questions.length === 0) {
    parent.replaceChildren(make('p', { class: 'panel__empty', text: 'history.empty' }));
    return;
  }
  const items = questions.map(({ text, entry }) => {
    const press = button({ class: 'history__item' }, () => jump(entry), text);
    press.lang = langOf(text);
    return make('li', {}, press);
  });
  parent.replaceChildren(make('ol', { class: 'history' }, ...items.reverse()));
}
