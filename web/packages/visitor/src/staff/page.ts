import type { Lang } from '@qingzhi/protocol';
import markUrl from '../assets/mark.svg';
import { LANG_TAG, translate } from '../catalogue.ts';
import { button, make } from '../view/dom.ts';
import { KeyForm, type KeyFaults } from '../view/key-form.ts';
import { Refused, StaffApi, type Step } from './api.ts';
import type { Board } from './board.ts';
import { minutesOf } from './view/entry.ts';
import { Lists } from './view/lists.ts';
import { StaffTalk } from './view/talk.ts';
import { Watch } from './watch.ts';
import { type StaffKey, staffWords } from './words.ts';

const KEY_FAULTS: KeyFaults = { 401: 'login.wrong', 403: 'login.wrong', 404: 'login.absent', 429: 'login.slow' };
const EMPTY: Board = { seq: 0, waiting: [], taken: [], callbacks: [], failed: [] };
/** How often the minutes are counted on. */
const TICK_MS = 20_000;
const FAULTS: Readonly<Record<number, StaffKey>> = { 404: 'fault.gone', 409: 'fault.taken' };

/** Where the key lies while the window is open. */
export type KeyShelf = Pick<Storage, 'getItem' | 'removeItem' | 'setItem'>;
const KEY = 'qingzhi.staff';

/** The staff's page: who waits, whom to call, and the conversation that was taken over. */
export class StaffPage {
  readonly element: HTMLElement;
  private readonly login = new KeyForm(KEY_FAULTS, (key) => this.enter(key));
  private readonly lists = new Lists({
    take: (id) => void this.step(id, 'take'),
    open: (id) => this.choose(id),
    done: (id) => void this.step(id, 'done'),
  });
  private readonly talk = new StaffTalk({
    say: (text) => this.say(text),
    close: () => void this.step(this.chosen, 'close'),
  });
  private readonly desk: HTMLElement;
  private readonly state = make('p', { class: 'bar__state', id: 'state', attrs: { role: 'status' } });
  private readonly fault = make('p', { class: 'fault', attrs: { role: 'alert' } });
  private readonly leave = button({ class: 'press', id: 'leave', text: 'leave' }, () => this.signOut(null));
  private board = EMPTY;
  private chosen = '';
  /** Taken just now: its conversation is shown as soon as it is there. */
  private expected = '';
  private api: StaffApi | null = null;
  private watch: Watch | null = null;

  constructor(
    private readonly base: URL,
    private readonly shelf: KeyShelf,
    private lang: Lang,
  ) {
    const language = button({ class: 'press', id: 'language', text: 'lang.other' }, () => this.speak(this.lang === 'zh' ? 'en' : 'zh'));
    const mark = make('img', { class: 'bar__mark', attrs: { src: markUrl, alt: '', width: '36', height: '36' } });
    const bar = make('header', { class: 'bar' }, mark, make('h1', { class: 'bar__name', text: 'brand' }), this.state, this.lists.count, make('div', { class: 'bar__tools' }, language, this.leave));
    this.desk = make('div', { class: 'desk' }, this.lists.element, this.talk.element);
    this.element = make('div', { class: 'staff' }, bar, this.fault, make('main', {}, this.login.element, this.desk));
    setInterval(() => this.show(), TICK_MS);
    const kept = shelf.getItem(KEY);
    if (kept === null) this.signOut(null);
    else this.enter(kept);
    this.speak(lang);
  }

  private enter(key: string): void {
    this.watch?.stop();
    this.api = new StaffApi(this.base, key);
    this.watch = new Watch(this.api, {
      show: (board) => {
        this.shelf.setItem(KEY, key);
        this.open();
        if (this.board === EMPTY) this.expected = board.taken[0]?.id ?? '';
        this.board = board;
        this.show();
      },
      lost: () => (this.desk.hidden ? this.signOut(0) : this.tellState('state.lost')),
      refused: (status) => this.signOut(status),
    });
    void this.watch.run();
  }

  private open(): void {
    this.login.hide();
    this.desk.hidden = false;
    this.leave.hidden = false;
    this.tellState('state.open');
  }

  /** Forget the key and everything that was shown. */
  private signOut(status: number | null): void {
    this.watch?.stop();
    this.api = null;
    this.shelf.removeItem(KEY);
    this.board = EMPTY;
    this.chosen = '';
    this.expected = '';
    this.desk.hidden = true;
    this.leave.hidden = true;
    this.lists.count.textContent = '';
    this.state.textContent = '';
    delete this.state.dataset['text'];
    this.talk.show(null);
    this.login.show(status);
    this.translate();
  }

  private show(): void {
    if (this.desk.hidden) return;
    const words = staffWords(this.lang);
    const taken = new Set(this.board.taken.map(({ id }) => id));
    // Never another visitor by itself: what is being written is for the one who left.
    if (!taken.has(this.chosen)) this.chosen = '';
    if (taken.has(this.expected)) {
      this.chosen = this.expected;
      this.expected = '';
    }
    this.lists.show(this.board, this.chosen, minutesOf(words, Date.now()));
    this.talk.show(this.board.taken.find(({ id }) => id === this.chosen) ?? null);
    const count = this.board.waiting.length;
    this.lists.count.textContent = count === 0 ? '' : words['waiting.count'].replace('{n}', String(count));
    document.title = count === 0 ? words['page.title'] : `(${count}) ${words['page.title']}`;
    this.translate();
  }

  private choose(id: string): void {
    if (id !== '') this.chosen = id;
    this.show();
  }

  private async step(id: string, step: Step): Promise<void> {
    await this.tried(async (api) => {
      await api.step(id, step);
      if (step !== 'take') return;
      this.expected = id;
      this.show();
    });
  }

  private say(text: string): boolean {
    if (this.chosen === '') return false;
    const id = this.chosen;
    void this.tried((api) => api.say(id, text)).then((said) => {
      if (!said && this.chosen === id) this.talk.restore(text);
    });
    return true;
  }

  /** The board that follows shows what came of it; what failed is said, and gives `false`. */
  private async tried(act: (api: StaffApi) => Promise<void>): Promise<boolean> {
    if (this.api === null) return false;
    this.tell(null);
    try {
      await act(this.api);
      return true;
    } catch (error) {
      if (error instanceof Refused) this.tell(FAULTS[error.status] ?? 'fault.other');
      else if (error instanceof TypeError) this.tell('fault.other');
      else throw error;
      return false;
    }
  }

  private tell(message: StaffKey | null): void {
    this.fault.textContent = '';
    if (message === null) delete this.fault.dataset['text'];
    else this.fault.dataset['text'] = message;
    this.translate();
  }

  private tellState(message: StaffKey): void {
    this.state.dataset['text'] = message;
    this.state.dataset['state'] = message;
    this.translate();
  }

  private speak(lang: Lang): void {
    this.lang = lang;
    document.documentElement.lang = LANG_TAG[lang];
    document.title = staffWords(lang)['page.title'];
    this.translate();
    this.show();
  }

  private translate(): void {
    translate(this.element, this.lang, staffWords);
  }
}
