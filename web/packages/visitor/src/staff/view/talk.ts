import { langOf } from '../../catalogue.ts';
import { Composer } from '../../view/composer.ts';
import { button, make } from '../../view/dom.ts';
import type { Line, Taken } from '../board.ts';
import { about, head } from './entry.ts';

export interface TalkActions {
  /** `false` where nothing is open. */
  say(text: string): boolean;
  close(): void;
}

/** The conversation with one visitor. */
export class StaffTalk {
  readonly element: HTMLElement;
  private readonly head = make('div', { class: 'talk__head' });
  private readonly who = make('div', { class: 'talk__who' });
  private readonly away = make('p', { class: 'talk__away', text: 'here.not', attrs: { role: 'status' } });
  private readonly lines = make('div', { class: 'talk__lines', label: 'talk.log', attrs: { role: 'log', tabindex: '0' } });
  private readonly box = make('textarea', { id: 'say', label: 'talk.say', placeholder: 'talk.say', attrs: { rows: '2', maxlength: '1000' } });
  private readonly open: HTMLElement;
  private readonly none = make('p', { class: 'none none--talk', text: 'taken.none' });
  private shown = '';
  /** The number of the last line that is shown. */
  private last = 0;

  constructor(actions: TalkActions) {
    const form = make('form', { class: 'talk__form' }, this.box, make('button', { class: 'press press--main', id: 'say-send', text: 'talk.send', attrs: { type: 'submit' } }));
    new Composer(form, this.box, actions.say);
    this.head.append(this.who, button({ class: 'press', id: 'talk-close', text: 'close' }, actions.close));
    this.open = make('div', { class: 'talk__open' }, this.head, this.away, this.lines, form, make('p', { class: 'talk__note', text: 'talk.note' }));
    this.element = make('section', { class: 'talk', label: 'taken.title' }, this.none, this.open);
    this.show(null);
  }

  show(entry: Taken | null): void {
    this.none.hidden = entry !== null;
    this.open.hidden = entry === null;
    if (entry === null) {
      this.forget();
      return;
    }
    if (entry.id !== this.shown) this.begin(entry);
    this.away.hidden = entry.here;
    const fresh = entry.lines.filter(({ number }) => number > this.last);
    if (fresh.length === 0) return;
    this.lines.append(...fresh.map(lineOf));
    this.lines.scrollTop = this.lines.scrollHeight;
    this.last = fresh.at(-1)?.number ?? this.last;
  }

  /** Words that didn't reach the visitor are not lost. */
  restore(text: string): void {
    if (this.box.value === '') this.box.value = text;
  }

  private begin(entry: Taken): void {
    this.forget();
    this.shown = entry.id;
    this.who.replaceChildren(head(entry), about(entry));
    this.box.focus();
  }

  private forget(): void {
    this.shown = '';
    this.last = 0;
    this.box.value = '';
    this.lines.replaceChildren();
    this.who.replaceChildren();
  }
}

function lineOf({ by, text, at }: Line): HTMLElement {
  const when = make('time', { attrs: { datetime: new Date(at).toISOString() } }, new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }));
  const words = make('p', { class: 'line__text', attrs: { lang: langOf(text) } }, text);
  return make('article', { class: `line line--${by}` }, make('p', { class: 'line__who' }, make('span', { text: by === 'staff' ? 'talk.you' : 'talk.visitor' }), ' ', when), words);
}
