import type { Lang } from '@qingzhi/protocol';
import { button, make } from '../../view/dom.ts';
import type { Overview, Saved } from '../api.ts';
import { labelled, studioWords } from '../words.ts';
import { Sheet } from './sheet.ts';

export interface Opening {
  shipped(name: string): void;
  saved(name: string): void;
  delete(name: string): void;
  file(file: File): void;
}

const FORMS = '.toml,.json';

/** Figures that come with Qingzhi, and those that were saved. */
export class OpenSheet {
  readonly sheet = new Sheet('open.title');

  constructor(private readonly opening: Opening) {}

  show({ shipped, saved, desk }: Overview, lang: Lang): void {
    const words = studioWords(lang);
    const own = shipped.map((name) => make('li', {}, button({ class: 'pick', attrs: { 'data-shipped': name } }, () => this.opening.shipped(name), make('span', { class: 'pick__name' }, labelled(lang, 'shipped', name)), ...atDesk(name === desk, lang))));
    const kept = saved.map((entry) => this.entry(entry, entry.name === desk, lang));
    const rest = kept.length === 0 ? make('p', { class: 'none' }, words['open.none']) : make('ul', { class: 'picks picks--saved' }, ...kept);
    this.sheet.content.replaceChildren(make('h3', {}, words['open.shipped']), make('ul', { class: 'picks' }, ...own), make('h3', {}, words['open.saved']), rest, make('h3', {}, words['open.file']), this.file(lang));
  }

  /** A file of this machine's: chosen, or dropped on the place. */
  private file(lang: Lang): HTMLElement {
    const words = studioWords(lang);
    const input = make('input', { id: 'open-file', class: 'chip__input', attrs: { type: 'file', accept: FORMS } });
    input.addEventListener('change', () => this.taken(input.files));
    const place = make('label', { class: 'drop' }, input, make('span', { class: 'pick__name' }, words['open.choose']), make('span', { class: 'pick__aside' }, words['open.drop']));
    place.addEventListener('dragover', (event) => event.preventDefault());
    place.addEventListener('drop', (event) => {
      event.preventDefault();
      this.taken(event.dataTransfer?.files ?? null);
    });
    return place;
  }

  private taken(files: FileList | null): void {
    const file = files?.item(0);
    if (file != null) this.opening.file(file);
  }

  private entry({ name, saved_at, published }: Saved, shown: boolean, lang: Lang): HTMLElement {
    const words = studioWords(lang);
    const when = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en', { dateStyle: 'medium', timeStyle: 'short' }).format(saved_at);
    const aside = make('span', { class: 'pick__aside' }, published ? `${when} · ${words['open.published']}` : when);
    const open = button({ class: 'pick', attrs: { 'data-saved': name } }, () => this.opening.saved(name), make('span', { class: 'pick__name' }, name), aside, ...atDesk(shown, lang));
    const remove = button({ class: 'press press--small' }, () => this.remove(remove, name, words['open.sure']), words['open.delete']);
    remove.setAttribute('aria-label', `${words['open.delete']} ${name}`);
    return make('li', { class: 'pick-row' }, open, remove);
  }

  /** A slip of the hand deletes nothing. */
  private remove(press: HTMLButtonElement, name: string, sure: string): void {
    if (press.dataset['sure'] === 'yes') {
      this.opening.delete(name);
      return;
    }
    press.dataset['sure'] = 'yes';
    press.textContent = sure;
    press.classList.add('press--sure');
    press.setAttribute('aria-label', `${sure} ${name}`);
  }
}

/** A mark on the figure that visitors see now. */
function atDesk(shown: boolean, lang: Lang): HTMLElement[] {
  return shown ? [make('span', { class: 'pick__desk' }, studioWords(lang)['open.desk'])] : [];
}
