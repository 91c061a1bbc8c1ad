import type { Lang } from '@qingzhi/protocol';
import { make } from '../../view/dom.ts';
import { type Field, GROUPS, type Group } from '../fields.ts';
import { optionsOf } from '../options.ts';
import type { Spec } from '../state/spec.ts';
import { wordFor } from '../words.ts';
import { Choice } from './choice.ts';
import { Colour, type Swatch } from './colour.ts';
import type { Change, Control } from './control.ts';
import { icon, isIcon } from './icons.ts';
import { Slide } from './slide.ts';
import { Text } from './text.ts';

const TONE = 'skin.tone';

/** What the service says can be chosen. */
export interface Offer {
  readonly schema: unknown;
  /** Colours of the steps `monk-1`, `monk-2`, … */
  readonly tones: readonly string[];
}

/** All that can be changed by hand: a tab for each group, and its controls. */
export class Controls {
  readonly element: HTMLElement;
  private readonly controls: Control[] = [];
  private readonly tabs: readonly HTMLButtonElement[];
  private readonly panels: readonly HTMLElement[];

  constructor(
    offer: Offer,
    private readonly change: Change,
    private readonly chosen: (group: Group) => void,
  ) {
    this.tabs = GROUPS.map((group, place) => this.tab(group, place));
    this.panels = GROUPS.map((group) => this.panel(group, offer));
    const rail = make('div', { class: 'rail', label: 'groups.label', attrs: { role: 'tablist', 'aria-orientation': 'vertical' } }, ...this.tabs);
    rail.addEventListener('keydown', this.key);
    this.element = make('div', { class: 'controls', id: 'controls' }, rail, make('div', { class: 'panels' }, ...this.panels));
    this.choose(0, false);
  }

  show(spec: Spec, lang: Lang): void {
    for (const control of this.controls) control.show(spec, lang);
  }

  private tab({ name }: Group, place: number): HTMLButtonElement {
    const drawn = isIcon(name) ? [icon(name)] : [];
    const tab = make('button', { class: 'rail__tab', id: `tab-${name}`, attrs: { type: 'button', role: 'tab', 'aria-controls': `panel-${name}` } }, ...drawn, make('span', { text: wordFor(`group.${name}`) }));
    tab.addEventListener('click', () => this.choose(place, true));
    return tab;
  }

  private panel({ name, parts }: Group, offer: Offer): HTMLElement {
    const inner = parts.map((part) => {
      const fields = part.fields.map((field) => this.control(field, offer));
      return make('section', { class: 'part' }, make('h3', { class: 'part__name', text: wordFor(`part.${part.name}`) }), ...fields);
    });
    return make('div', { class: 'panel', id: `panel-${name}`, attrs: { role: 'tabpanel', 'aria-labelledby': `tab-${name}`, tabindex: '-1' } }, ...inner);
  }

  private control(field: Field, offer: Offer): HTMLElement {
    const made = this.made(field, offer);
    this.controls.push(made);
    return made.element;
  }

  private made(field: Field, { schema, tones }: Offer): Control {
    switch (field.kind) {
      case 'slide':
        return new Slide(field, this.change);
      case 'text':
        return new Text(field, this.change);
      case 'colour':
        return new Colour(field, field.path === TONE ? tones.map(toneSwatch) : field.swatches.map((colour) => ({ value: colour, colour })), this.change);
      case 'choice':
      case 'many':
        return new Choice(field, optionsOf(schema, field.path), this.change);
    }
  }

  private choose(place: number, byHand: boolean): void {
    for (const [at, tab] of this.tabs.entries()) {
      tab.setAttribute('aria-selected', String(at === place));
      tab.tabIndex = at === place ? 0 : -1;
      const panel = this.panels[at];
      if (panel !== undefined) panel.hidden = at !== place;
    }
    const group = GROUPS[place];
    if (byHand && group !== undefined) this.chosen(group);
  }

  private readonly key = (event: KeyboardEvent): void => {
    const place = this.tabs.findIndex((tab) => tab === document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (place < 0 || step === undefined) return;
    event.preventDefault();
    const next = (place + step + this.tabs.length) % this.tabs.length;
    this.choose(next, true);
    this.tabs[next]?.focus();
    this.tabs[next]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
}

function toneSwatch(colour: string, place: number): Swatch {
  return { value: `monk-${place + 1}`, colour };
}
