import type { Lang } from '@qingzhi/protocol';
import { LANG_TAG, translate } from '../catalogue.ts';
import { make } from '../view/dom.ts';
import { KeyForm, type KeyFaults } from '../view/key-form.ts';
import { type Overview, Refused, StudioApi } from './api.ts';
import { Errands } from './errands.ts';
import { problemOf } from './faults.ts';
import { History } from './state/history.ts';
import { Previews } from './state/previews.ts';
import { type Spec, at, looksAlike, put } from './state/spec.ts';
import { StudioBar, type Tool } from './view/bar.ts';
import type { Edits } from './view/control.ts';
import { Controls } from './view/controls.ts';
import { StudioStage } from './view/stage.ts';
import { WordsBox } from './view/words-box.ts';
import { filled, labelled, studioWords } from './words.ts';

/** Where the key lies while the window is open. */
export type KeyShelf = Pick<Storage, 'getItem' | 'removeItem' | 'setItem'>;
const KEY = 'qingzhi.studio';
const KEY_FAULTS: KeyFaults = { 0: 'login.offline', 401: 'login.wrong', 403: 'login.elsewhere', 404: 'login.absent', 429: 'login.slow' };
const FIRST = 'clerk';
const NEUTRAL = 'neutral';
const SEEDS = 100_000;
const TOLD_MS = 5_000;

/** The workshop for figures: words and sliders, and the figure that they make. */
export class StudioPage {
  readonly element: HTMLElement;
  private readonly login = new KeyForm(KEY_FAULTS, (key) => void this.enter(key));
  private readonly bar = new StudioBar(
    (tool) => this.use(tool),
    () => this.speak(this.lang === 'zh' ? 'en' : 'zh'),
    () => this.signOut(null),
  );
  private readonly words = new WordsBox((text) => void this.describe(text));
  private readonly stage = new StudioStage({
    perform: (emotion, gesture) => void this.perform(emotion, gesture),
    again: () => this.preview(true),
  });
  private readonly side = make('div', { class: 'side' });
  private readonly shop = make('main', { class: 'shop' });
  private readonly notice = make('p', { class: 'notice', attrs: { role: 'status' } });
  private readonly errands = new Errands(this);
  private readonly previews = new Previews<Spec>({
    make: (spec, signal) => this.make(spec, signal),
    tell: (standing) => {
      this.stage.tell(standing);
      const problem = standing.state === 'failed' ? problemOf(standing.error) : null;
      this.stage.say(problem === null ? '' : studioWords(this.lang)[problem.key], problem?.detail ?? '');
      this.translate();
    },
  });
  private history: History<Spec> | null = null;
  private controls: Controls | null = null;
  private overview: Overview | null = null;
  private pictured: Spec | null = null;
  /** Whether this browser can show figures. */
  private sighted = false;
  private noticed: ReturnType<typeof setTimeout> | undefined;
  api: StudioApi;

  constructor(
    private readonly base: URL,
    private readonly shelf: KeyShelf,
    public lang: Lang,
  ) {
    this.api = new StudioApi(base, '');
    this.shop.append(this.side, this.stage.element);
    this.element = make('div', { class: 'studio' }, this.bar.element, this.login.element, this.shop, this.notice, ...this.errands.elements);
    // Keys count wherever the focus is, also where it is on nothing.
    document.addEventListener('keydown', this.key);
    this.shop.hidden = true;
    this.login.hide();
    this.speak(lang);
    void this.enter(shelf.getItem(KEY) ?? '');
  }

  get spec(): Spec {
    return this.history?.present ?? { name: FIRST };
  }

  /** Work on another figure: a step that can be undone. */
  take(spec: Spec): void {
    this.words.tell(null, this.lang);
    this.adopt(spec);
  }

  rename(name: string): void {
    this.commit(put(this.spec, 'name', name), null);
  }

  tell(message: string): void {
    this.notice.textContent = message;
    clearTimeout(this.noticed);
    this.noticed = setTimeout(() => (this.notice.textContent = ''), TOLD_MS);
  }

  translate(): void {
    translate(this.element, this.lang, studioWords);
  }

  private async enter(key: string): Promise<void> {
    this.api = new StudioApi(this.base, key);
    try {
      const [overview, offer, spec] = await Promise.all([this.api.overview(), this.api.schema(), this.api.shipped(FIRST)]);
      this.overview = overview;
      if (key !== '') this.shelf.setItem(KEY, key);
      this.controls = new Controls(offer, (edits, mark) => this.edit(edits, mark), ({ view }) => this.stage.frame(view));
      this.side.replaceChildren(this.words.element, this.controls.element);
      this.history = new History(spec);
      await this.open(spec);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof TypeError)) throw error;
      const status = error instanceof Refused ? error.status : 0;
      this.signOut(status === 401 && key === '' ? null : status);
    }
  }

  private async open(spec: Spec): Promise<void> {
    this.login.hide();
    this.shop.hidden = false;
    this.bar.open(true);
    this.bar.leave.hidden = this.shelf.getItem(KEY) === null;
    this.show();
    const room = at(spec, 'scene');
    this.sighted = await this.stage.open(typeof room === 'string' ? room : 'hall');
    if (this.sighted) this.preview(true);
    else this.stage.blind(studioWords(this.lang)['stage.none']);
  }

  /** Forget the key and everything that was shown. */
  private signOut(status: number | null): void {
    this.previews.drop();
    this.shelf.removeItem(KEY);
    this.history = null;
    this.shop.hidden = true;
    this.bar.open(false);
    this.bar.leave.hidden = true;
    this.login.show(status);
    this.translate();
  }

  private use(tool: Tool): void {
    const acts: Readonly<Record<Tool, () => unknown>> = {
      undo: () => this.travel((history) => history.undo()),
      redo: () => this.travel((history) => history.redo()),
      random: () => this.draw(Math.floor(Math.random() * SEEDS)),
      open: () => this.errands.open(),
      save: () => this.errands.save(),
      check: () => this.errands.check(),
      export: () => this.overview !== null && this.errands.export(this.overview),
      publish: () => this.errands.openPublish(),
    };
    void acts[tool]();
    this.translate();
  }

  private travel(step: (history: History<Spec>) => boolean): void {
    if (this.history === null || !step(this.history)) return;
    this.words.tell(null, this.lang);
    this.show();
    this.preview(true);
  }

  private async describe(text: string): Promise<void> {
    try {
      const described = await this.api.describe(text);
      this.words.tell(described, this.lang);
      this.adopt(described.spec);
    } catch (error) {
      this.words.tell(problemOf(error), this.lang);
    }
  }

  private async draw(seed: number): Promise<void> {
    try {
      const spec = await this.api.random(seed);
      this.words.tell(seed, this.lang);
      this.adopt(spec);
    } catch (error) {
      this.words.tell(problemOf(error), this.lang);
    }
  }

  private adopt(spec: Spec): void {
    this.commit(spec, null);
    this.preview(true);
  }

  private async perform(emotion: string, gesture: string | null): Promise<void> {
    try {
      this.stage.play(await this.api.performance(gesture === null ? emotion : NEUTRAL, gesture));
    } catch (error) {
      const { key, detail } = problemOf(error);
      this.tell(`${studioWords(this.lang)[key]} ${detail}`);
    }
  }

  private edit(edits: Edits, mark: string | null): void {
    if (edits.length === 0) {
      this.history?.settle();
      return;
    }
    this.commit(edits.reduce((spec, [path, value]) => put(spec, path, value), this.spec), mark);
    this.preview(false);
  }

  private commit(spec: Spec, mark: string | null): void {
    this.history?.commit(spec, mark);
    this.show();
  }

  /** Have the present figure pictured, unless it is already. */
  private preview(now: boolean): void {
    if (!this.sighted) return;
    const { spec } = this;
    const room = at(spec, 'scene');
    if (typeof room === 'string') void this.stage.furnish(room);
    if (this.pictured === null || !looksAlike(spec, this.pictured)) this.previews.want(spec, now);
    else {
      this.previews.drop();
      this.stage.tell({ state: 'idle', progress: 0 });
      this.stage.say('', '');
    }
  }

  private async make(spec: Spec, signal: AbortSignal): Promise<void> {
    for await (const { state, progress, file } of this.api.build(spec, 'preview', null, signal)) {
      if (state !== 'ready') this.stage.tell({ state, progress });
      else if (file !== null) {
        const bytes = await this.api.file(file, signal);
        signal.throwIfAborted();
        // Until it is seen nobody knows what is: a wish that comes meanwhile is never taken for met.
        this.pictured = null;
        if (!(await this.stage.show(bytes))) return;
        this.pictured = spec;
        this.stage.introduce(this.who(spec), filled(this.lang, 'stage.shown', { who: this.who(spec) }));
      }
      this.translate();
    }
  }

  private show(): void {
    this.controls?.show(this.spec, this.lang);
    this.bar.allow({ undo: this.history?.canUndo ?? false, redo: this.history?.canRedo ?? false });
    this.translate();
  }

  private speak(lang: Lang): void {
    this.lang = lang;
    document.documentElement.lang = LANG_TAG[lang];
    document.title = studioWords(lang)['page.title'];
    this.words.show(lang);
    if (this.pictured !== null) this.stage.introduce(this.who(this.pictured), '');
    this.show();
  }

  private who(spec: Spec): string {
    const word = (path: string): string => labelled(this.lang, `option.${path}`, String(at(spec, path)));
    const number = (path: string): number => Math.round(Number(at(spec, path)));
    return filled(this.lang, 'who', { age: number('age'), height: number('height_cm'), gender: word('gender'), hair: word('hair.style'), garment: word('garment.style') });
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.history === null) return;
    const tool = toolOf(event);
    if (tool === null) return;
    event.preventDefault();
    this.use(tool);
  };
}

/** What a key with Control or Command does; a text that is being written keeps its own undo. */
function toolOf({ key, shiftKey, target }: KeyboardEvent): Tool | null {
  const name = key.toLowerCase();
  if (name === 's') return 'save';
  const writing = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text');
  if (writing) return null;
  if (name === 'z') return shiftKey ? 'redo' : 'undo';
  return name === 'y' ? 'redo' : null;
}
