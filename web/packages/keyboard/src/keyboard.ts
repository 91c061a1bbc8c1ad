import { deleteBack, insert } from './field.ts';
import { Composition } from './input/composition.ts';
import { Converter } from './input/converter.ts';
import { DictionaryError } from './input/dictionary.ts';
import type { EdgeOptions } from './input/edges.ts';
import { loadDictionary } from './input/load.ts';
import { type Labels, type Lang, labels } from './messages/index.ts';
import { Bar, type BarPress } from './view/bar.ts';
import { element } from './view/element.ts';
import { Keypad } from './view/keypad.ts';
import { LAYERS, type LayerName, type Press } from './view/layouts.ts';
import { physicalKey } from './view/physical.ts';
import { Repeat } from './view/repeat.ts';
import css from './view/style.css?inline';
import { listen } from './view/touch.ts';

export interface KeyboardOptions extends EdgeOptions {
  /** Language of the keys' names, and of the first layout. */
  readonly lang: Lang;
  /** What is shown first, where it isn't letters. */
  readonly layer?: 'numbers';
  /** The enter key sends; without it, it starts a new line in a text area. */
  readonly onSubmit?: () => void;
  /** The visitor put the keyboard away, or it came back. */
  readonly onVisible?: (visible: boolean) => void;
  /** Words of the page over the package's own. */
  readonly labels?: Partial<Labels>;
  /** Strong outlines, pure black and white. */
  readonly contrast?: boolean;
}

export interface Keyboard {
  lang: Lang;
  visible: boolean;
  contrast: boolean;
  /** Wipe what was typed and learned: the visit is over. */
  forget(): void;
  /** Take the keyboard and all its listeners away. */
  destroy(): void;
}

type Field = HTMLTextAreaElement | HTMLInputElement;
type Loading = 'loading' | 'ready' | 'failed';

/**
 * Put an on-screen keyboard into `host` that writes into `target`. It lives in a shadow root of its
 * own; colours are the custom properties at the head of `view/style.css`. The dictionary is fetched
 * once the keyboard is there.
 */
export function attachKeyboard(host: HTMLElement, target: Field, options: KeyboardOptions): Keyboard {
  return new ScreenKeyboard(host, target, options);
}

class ScreenKeyboard implements Keyboard {
  readonly #target: Field;
  readonly #options: KeyboardOptions;
  readonly #composition = new Composition();
  readonly #repeat = new Repeat();
  readonly #end = new AbortController();
  readonly #place = document.createElement('div');
  readonly #root: HTMLElement;
  readonly #bar: Bar;
  readonly #keypad: Keypad;
  readonly #inputMode: string;
  #lang: Lang;
  #layer: LayerName;
  /** Letters that the sign layers lead back to. */
  #letters: 'pinyin' | 'english';
  #upper = false;
  #expanded = false;
  #loading: Loading = 'loading';

  constructor(host: HTMLElement, target: Field, options: KeyboardOptions) {
    this.#target = target;
    this.#options = options;
    this.#lang = options.lang;
    this.#letters = this.#layer = firstLayer(options.lang);
    if (options.layer !== undefined) this.#layer = this.#leadsTo(options.layer);
    const shadow = this.#place.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
    this.#root = element('keyboard', shadow);
    this.#root.setAttribute('role', 'group');
    this.#bar = new Bar(this.#root);
    this.#keypad = new Keypad(this.#root);
    this.#inputMode = target.inputMode;
    target.inputMode = 'none';
    this.contrast = options.contrast ?? false;
    this.#listen();
    this.#render();
    host.append(this.#place);
    void this.#load();
  }

  get lang(): Lang {
    return this.#lang;
  }

  set lang(lang: Lang) {
    if (lang === this.#lang) return;
    this.#lang = lang;
    this.#switch(firstLayer(lang));
  }

  get visible(): boolean {
    return !this.#place.hidden;
  }

  set visible(visible: boolean) {
    if (visible === this.visible) return;
    if (!visible) this.#finish();
    this.#place.hidden = !visible;
    this.#options.onVisible?.(visible);
  }

  get contrast(): boolean {
    return this.#root.classList.contains('keyboard--contrast');
  }

  set contrast(contrast: boolean) {
    this.#root.classList.toggle('keyboard--contrast', contrast);
  }

  forget(): void {
    this.#composition.forget();
    this.#letters = this.#layer = firstLayer(this.#lang);
    this.#upper = false;
    this.#render();
  }

  destroy(): void {
    this.#end.abort();
    this.#repeat.stop();
    this.#composition.forget();
    this.#target.inputMode = this.#inputMode;
    this.#place.remove();
  }

  /** Fetch the dictionary. Without it letters go in as they are; each word tries again. */
  async #load(): Promise<void> {
    this.#loading = 'loading';
    try {
      const converter = new Converter(await loadDictionary(), this.#options);
      if (this.#end.signal.aborted) return;
      this.#composition.use(converter);
      this.#loading = 'ready';
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DictionaryError)) throw error;
      this.#loading = 'failed';
    }
    if (!this.#end.signal.aborted) this.#render();
  }

  #listen(): void {
    const { signal } = this.#end;
    listen(this.#root, { press: (b) => this.#press(b), release: () => this.#repeat.stop() }, signal);
    this.#root.addEventListener('keydown', (event) => this.#arrow(event), { signal });
    this.#target.addEventListener('keydown', (event) => this.#physical(event), { signal });
    this.#target.addEventListener('pointerdown', () => (this.visible = true), { signal });
  }

  #press(button: HTMLButtonElement): void {
    const key = this.#keypad.press(button);
    const asked = key ? null : this.#bar.press(button);
    if (key) this.#key(key);
    if (asked) this.#ask(asked);
  }

  #key(press: Press): void {
    switch (press.type) {
      case 'letter':
        this.#letter(press.letter);
        break;
      case 'text':
        this.#text(press.text);
        break;
      case 'layer':
        this.#switch(this.#leadsTo(press.layer));
        return;
      case 'backspace':
        this.#backspace();
        this.#repeat.start(() => this.#backspace());
        break;
      case 'divide':
        this.#composition.type("'");
        break;
      case 'space':
        if (this.#composition.active) this.#choose(0);
        else insert(this.#target, ' ');
        break;
      case 'enter':
        this.#enter();
        break;
      case 'shift':
        this.#upper = !this.#upper;
    }
    this.#render();
  }

  #ask(press: BarPress): void {
    switch (press.type) {
      case 'choose':
        this.#choose(press.place);
        break;
      case 'quick':
        this.#text(press.text);
        break;
      case 'expand':
        this.#expanded = !this.#expanded;
        break;
      case 'earlier':
        this.#bar.page(-1);
        return;
      case 'later':
        this.#bar.page(1);
        return;
      case 'hide':
        this.visible = false;
    }
    this.#render();
  }

  #letter(letter: string): void {
    if (this.#layer === 'pinyin') {
      if (this.#loading === 'failed' && !this.#composition.active) void this.#load();
      this.#composition.type(letter);
      return;
    }
    insert(this.#target, this.#upper ? letter.toUpperCase() : letter);
    this.#upper = false;
  }

  #text(text: string): void {
    if (this.#composition.active) this.#finish();
    insert(this.#target, text);
  }

  #backspace(): void {
    if (this.#composition.active) this.#composition.backspace();
    else deleteBack(this.#target);
    this.#render();
  }

  /** Choose a candidate; without a dictionary the letters themselves. */
  #choose(place: number): void {
    if (this.#composition.candidates.length === 0) {
      this.#raw();
      return;
    }
    const text = this.#composition.choose(place);
    if (text !== null) insert(this.#target, text);
  }

  #raw(): void {
    const { raw } = this.#composition;
    this.#composition.clear();
    insert(this.#target, raw);
  }

  /** Take the likeliest for what is still being composed. */
  #finish(): void {
    while (this.#composition.active) this.#choose(0);
    this.#render();
  }

  #enter(): void {
    if (this.#composition.active) this.#raw();
    else if (this.#options.onSubmit) this.#options.onSubmit();
    else if (this.#target instanceof HTMLTextAreaElement) insert(this.#target, '\n');
  }

  /** Sign layers lead back to where the visitor came from. */
  #leadsTo(layer: LayerName): LayerName {
    if (this.#layer === 'pinyin' || this.#layer === 'english') return layer;
    if (layer === 'pinyin') return this.#letters;
    return layer === 'numbers' && this.#letters === 'english' ? 'figures' : layer;
  }

  #switch(layer: LayerName): void {
    if (layer === 'english' && this.#composition.active) this.#raw();
    if (layer === 'pinyin' || layer === 'english') this.#letters = layer;
    this.#layer = layer;
    this.#upper = false;
    this.#render();
  }

  #arrow(event: KeyboardEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    const group = this.#bar.element.contains(target) ? this.#bar : this.#keypad;
    if (group.roving.move(event.key, target)) event.preventDefault();
  }

  /** While letters are composed, keys of a real keyboard belong to them. */
  #physical(event: Event): void {
    if (!(event instanceof KeyboardEvent) || !this.#composition.active) return;
    const press = physicalKey(event);
    if (!press) return;
    event.preventDefault();
    event.stopPropagation();
    if (press === 'escape') this.#composition.clear();
    else if (press.type === 'choose') this.#choose(press.place);
    else if (press.type === 'backspace') this.#composition.backspace();
    else this.#key(press);
    this.#render();
  }

  #render(): void {
    const names = labels(this.#lang, this.#options.labels);
    const { preview, candidates, active } = this.#composition;
    this.#expanded &&= candidates.length > 0;
    this.#root.lang = this.#lang === 'zh' ? 'zh-CN' : 'en';
    this.#root.setAttribute('aria-label', names.keyboard);
    this.#root.classList.toggle('keyboard--expanded', this.#expanded);
    const notices = { loading: names.loading, ready: '', failed: names.unavailable };
    const notice = active ? notices[this.#loading] : '';
    const { quick } = LAYERS[this.#layer];
    const expanded = this.#expanded;
    this.#bar.show({ preview, candidates, quick, notice, expanded, labels: names });
    this.#keypad.show({
      layer: this.#layer,
      upper: this.#upper,
      composing: active,
      submits: this.#options.onSubmit !== undefined,
      labels: names,
    });
  }
}

function firstLayer(lang: Lang): 'pinyin' | 'english' {
  return lang === 'zh' ? 'pinyin' : 'english';
}
