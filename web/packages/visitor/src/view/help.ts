import type { Help, HelpNumber } from '@qingzhi/protocol';
import { langOf, speakIn } from '../catalogue.ts';
import { codeOf } from './code.ts';
import { button, make } from './dom.ts';
import { icon } from './icons.ts';

export type Offer = Help['offers'][number];

export interface HelpActions {
  /** Numbers can be called from here; a kiosk shows codes for the visitor's telephone instead. */
  readonly calls: boolean;
  readonly prints: boolean;
  take(offer: Offer, pressed: HTMLElement): void;
  translate(root: ParentNode): void;
  /** The card came or went. */
  changed(): void;
}

const OFFERS = { queue: 'person', callback: 'phone', contact: 'heart' } as const;

/** Whom somebody in need can call, and what this desk can do: stays until it is put away. */
export class HelpCard {
  readonly element = make('section', { class: 'help', id: 'help', attrs: { 'aria-labelledby': 'help-title' } });
  /** Tells screen readers that it has come, in their own time. */
  readonly announcer = make('p', { class: 'unseen', attrs: { 'aria-live': 'polite' } });
  private help: Help | null = null;

  constructor(private readonly actions: HelpActions) {
    this.element.hidden = true;
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  show(news: Help): void {
    const help = joined(this.shown ? this.help : null, news);
    this.help = help;
    speakIn(this.element, langOf(help.title));
    this.element.replaceChildren(this.head(help), ...this.numbers(help), ...this.offers(help));
    this.element.hidden = false;
    this.element.scrollTop = 0;
    this.actions.translate(this.element);
    this.announcer.lang = this.element.lang;
    this.announcer.textContent = [help.title, ...help.numbers.map(({ call, name }) => `${name} ${call}`)].join('\n');
    this.actions.changed();
  }

  /** Put away: it can be shown again. */
  hide(): void {
    this.element.hidden = true;
    this.announcer.textContent = '';
    this.actions.changed();
  }

  /** Nothing of it stays in the page. */
  clear(): void {
    this.help = null;
    this.element.replaceChildren();
    this.hide();
  }

  private head({ title, numbers }: Help): HTMLElement {
    const tools = make('div', { class: 'help__tools' });
    if (this.actions.prints && numbers.length > 0) tools.append(button({ class: 'help__tool', label: 'help.print', title: 'help.print' }, () => this.print(), icon('print')));
    tools.append(button({ class: 'help__tool', id: 'help-close', label: 'help.close', title: 'help.close' }, () => this.hide(), icon('close')));
    const words = make('div', {}, make('h2', { class: 'help__title', id: 'help-title' }, title));
    if (numbers.length > 0) words.append(make('p', { class: 'help__lead', text: this.actions.calls ? 'help.lead' : 'help.leadKiosk' }));
    return make('div', { class: 'help__head' }, words, tools);
  }

  private numbers({ numbers }: Help): HTMLElement[] {
    return numbers.length === 0 ? [] : [make('ul', { class: 'help__numbers' }, ...numbers.map((number) => this.number(number)))];
  }

  private number({ call, name, hours, sms }: HelpNumber): HTMLElement {
    const digits = call.replace(/[^\d+]/g, '');
    const about = make('div', { class: 'help__about' }, make('p', { class: 'help__name' }, name));
    if (hours) about.append(make('p', { class: 'help__hours' }, hours));
    if (sms) about.append(this.sms(sms));
    const shown = make('span', { class: 'help__digits' }, call);
    if (!this.actions.calls) {
      const code = make('div', { class: 'help__code', attrs: { role: 'img' }, label: 'help.code' }, codeOf(`tel:${digits}`));
      return make('li', { class: 'help__line' }, make('div', { class: 'help__words' }, shown, about), code);
    }
    const link = make('a', { class: 'help__call', attrs: { href: `tel:${digits}` } }, icon('phone'), shown);
    return make('li', { class: 'help__line' }, link, about);
  }

  private sms(number: string): HTMLElement {
    const words = make('span', { text: 'help.sms' });
    const shown = make('span', { class: 'help__sms-digits' }, number);
    if (!this.actions.calls) return make('p', { class: 'help__sms' }, words, ' ', shown);
    return make('p', {}, make('a', { class: 'help__sms', attrs: { href: `sms:${number.replace(/[^\d+]/g, '')}` } }, words, ' ', shown));
  }

  private offers({ offers }: Help): HTMLElement[] {
    if (offers.length === 0) return [];
    const presses = offers.map((offer, place) => {
      const look = place === 0 ? 'action action--main' : 'action';
      const press: HTMLButtonElement = button({ class: look, id: `help-${offer}` }, () => this.actions.take(offer, press), icon(OFFERS[offer]), make('span', { text: `help.${offer}` }));
      return press;
    });
    return [make('div', { class: 'help__offers', label: 'help.offers', attrs: { role: 'group' } }, ...presses)];
  }

  /** On paper stand the numbers alone: nothing of what was said, nor why. */
  private print(): void {
    const root = this.element.closest<HTMLElement>('.human');
    if (root === null || this.help === null) return;
    root.dataset['print'] = 'help';
    addEventListener('afterprint', () => delete root.dataset['print'], { once: true });
    print();
  }
}

/** Numbers that are in sight stay there when a later card brings none. */
function joined(shown: Help | null, news: Help): Help {
  if (shown === null || news.numbers.length > 0 || shown.numbers.length === 0) return news;
  return { ...news, title: shown.title, numbers: shown.numbers };
}
