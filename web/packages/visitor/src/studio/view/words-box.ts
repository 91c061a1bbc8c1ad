import type { Lang } from '@qingzhi/protocol';
import { make } from '../../view/dom.ts';
import type { Described } from '../api.ts';
import type { Problem } from '../faults.ts';
import { filled, studioWords } from '../words.ts';
import { account } from './account.ts';

const LONGEST = 500;

/** A sentence about somebody, and what became of it. */
export class WordsBox {
  readonly element: HTMLFormElement;
  private readonly input = make('textarea', { id: 'words', placeholder: 'words.placeholder', label: 'words.label', attrs: { rows: '2', maxlength: String(LONGEST), 'aria-describedby': 'words-said', spellcheck: 'false' } });
  private readonly said = make('div', { class: 'words__said', id: 'words-said', attrs: { role: 'status' } });
  private told: Described | Problem | number | null = null;

  constructor(go: (text: string) => void) {
    const press = make('button', { class: 'press press--main', id: 'create', text: 'words.go', attrs: { type: 'submit' } });
    this.element = make('form', { class: 'words' }, make('h2', { class: 'words__title', text: 'words.title' }), make('div', { class: 'words__row' }, this.input, press), this.said);
    const submit = (): void => {
      const text = this.input.value.trim();
      if (text === '') this.input.focus();
      else go(text);
    };
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    this.input.addEventListener('keydown', (event) => {
      // Enter that ends a word of an input method isn't meant for the page.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
  }

  /** Say what came of the words: an account, a problem, the number of a person drawn by chance, or nothing. */
  tell(told: Described | Problem | number | null, lang: Lang): void {
    this.told = told;
    this.show(lang);
  }

  /** Say it again in another language. */
  show(lang: Lang): void {
    const { told } = this;
    this.said.classList.toggle('words__said--fault', told !== null && typeof told === 'object' && 'key' in told);
    // What may have to be scrolled can be reached by keys.
    this.said.tabIndex = told !== null && typeof told === 'object' ? 0 : -1;
    if (told === null) this.said.replaceChildren();
    else if (typeof told === 'number') this.said.replaceChildren(filled(lang, 'words.seed', { n: told }));
    else if ('key' in told) this.said.replaceChildren(...problem(told, lang));
    else this.said.replaceChildren(account(told, lang));
  }
}

function problem({ key, detail }: Problem, lang: Lang): Node[] {
  const words = studioWords(lang);
  const aside = key === 'fault.unread' ? words['words.placeholder'] : detail;
  return [make('p', {}, words[key]), make('p', { class: 'words__detail' }, aside)];
}
