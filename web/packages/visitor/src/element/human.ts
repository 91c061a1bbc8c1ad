import type { Lang } from '@qingzhi/protocol';
import { LANG_TAG } from '../catalogue.ts';
import { Desk } from '../desk.ts';
import { type Preferences, langOf } from '../preferences.ts';
import { type Probe, probeOf } from '../probe.ts';
import type { PageState } from '../turns.ts';
import { sheets } from '../view/sheets.ts';
import { type Emit, humanEvent } from './events.ts';
import { type FigureChoice, type Mode, type Options, type SceneChoice, readOptions } from './options.ts';

/** Attributes whose change begins anew. */
const REBUILDING = ['server', 'service', 'mode', 'figure', 'scene', 'idle-seconds', 'region'] as const;
/** The module lies one folder below the root of the server that gives it out. */
const HOME = new URL(/* @vite-ignore */ '../', import.meta.url);

/**
 * `<qingzhi-human>`: the digital human as one tag. docs/embed.md tells its attributes, methods,
 * properties and events.
 */
export class QingzhiHuman extends HTMLElement {
  static readonly observedAttributes: readonly string[] = [...REBUILDING, 'lang'];

  private readonly shadow = this.attachShadow({ mode: 'open', delegatesFocus: false });
  private desk: Desk | null = null;
  private renewing = false;

  connectedCallback(): void {
    this.shadow.adoptedStyleSheets = [...sheets()];
    this.build();
  }

  disconnectedCallback(): void {
    this.tearDown();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || this.desk === null) return;
    if (name === 'lang') this.setLanguage(after ?? '');
    else this.renew();
  }

  /** Ask in the visitor's place. `false` when there is no connection; the visitor is told. */
  ask(text: string): boolean {
    const question = text.trim();
    return question !== '' && (this.desk?.ask(question) ?? false);
  }

  /** Silence, at once. */
  stop(): void {
    this.desk?.stop();
  }

  /** End the visit: everything of it is forgotten, here and on the server. */
  end(): void {
    this.desk?.end('api');
  }

  /** Begin a visit where none is under way. */
  begin(): void {
    this.desk?.begin(null);
  }

  /** `zh` or `en`, or a tag such as `zh-CN`; others are passed over. */
  setLanguage(lang: string): void {
    const known = langOf(lang);
    if (known !== null && known !== this.desk?.preferences.lang) this.desk?.prefer({ lang: known });
  }

  get language(): Lang {
    return this.desk?.preferences.lang ?? langOf(this.lang) ?? 'zh';
  }

  get state(): PageState {
    return this.desk?.state ?? 'offline';
  }

  /** 0..1 */
  get volume(): number {
    return this.desk?.preferences.volume ?? 1;
  }

  set volume(value: number) {
    if (Number.isFinite(value)) this.prefer({ volume: Math.min(1, Math.max(0, value)) });
  }

  get muted(): boolean {
    return this.desk?.preferences.muted ?? false;
  }

  set muted(value: boolean) {
    this.prefer({ muted: value });
  }

  get server(): string {
    return this.options.server.href;
  }

  set server(value: string) {
    this.setAttribute('server', value);
  }

  get service(): string {
    return this.options.service;
  }

  set service(value: string) {
    this.setAttribute('service', value);
  }

  get mode(): Mode {
    return this.options.mode;
  }

  set mode(value: Mode) {
    this.setAttribute('mode', value);
  }

  get figure(): FigureChoice {
    return this.options.figure;
  }

  set figure(value: FigureChoice) {
    this.setAttribute('figure', value);
  }

  /** `null`: the scene that the service names. */
  get scene(): SceneChoice | null {
    return this.options.scene;
  }

  set scene(value: SceneChoice | null) {
    if (value === null) this.removeAttribute('scene');
    else this.setAttribute('scene', value);
  }

  /** `null`: the service's own. */
  get region(): string | null {
    return this.options.region;
  }

  set region(value: string | null) {
    if (value === null) this.removeAttribute('region');
    else this.setAttribute('region', value);
  }

  /** For measurements. */
  get probe(): Probe {
    return probeOf({
      state: () => this.state,
      player: () => this.desk?.sound.player ?? null,
      mixer: () => this.desk?.mixer ?? null,
      face: () => this.desk?.pose.face ?? new Float32Array(52),
    });
  }

  private get options(): Options {
    return readOptions((name) => this.getAttribute(name), HOME);
  }

  private prefer(altered: Partial<Preferences>): void {
    this.desk?.prefer(altered);
  }

  private build(): void {
    const emit: Emit = (name, detail) => {
      this.reflect();
      this.dispatchEvent(humanEvent(name, detail));
    };
    const desk = new Desk(this.shadow, this.options, this.getAttribute('lang'), emit);
    this.desk = desk;
    this.reflect();
    void desk.open();
  }

  private tearDown(): void {
    this.desk?.close();
    this.desk = null;
    this.removeAttribute('state');
  }

  /** Several attributes that change together begin anew once. */
  private renew(): void {
    if (this.renewing) return;
    this.renewing = true;
    queueMicrotask(() => {
      this.renewing = false;
      if (this.desk === null) return;
      this.tearDown();
      this.build();
    });
  }

  private reflect(): void {
    if (this.desk === null) return;
    this.setAttribute('state', this.desk.state);
    const lang = LANG_TAG[this.desk.preferences.lang];
    if (langOf(this.lang) !== this.desk.preferences.lang) this.lang = lang;
  }
}
