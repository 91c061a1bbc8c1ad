import type { Lang } from '@qingzhi/protocol';
import { button, make } from '../../view/dom.ts';
import type { Form } from '../api.ts';
import { keyOf, labelled, studioWords } from '../words.ts';
import { freshId } from './control.ts';
import { JobBar } from './job.ts';
import { Sheet } from './sheet.ts';

export interface Exporting {
  glb(level: string): void;
  spec(form: Form): void;
  cancel(): void;
}

/** The level that the desk shows. */
const USUAL = 'web';

/** In which level of detail a figure leaves the workshop, and how far it is. */
export class ExportSheet {
  readonly sheet: Sheet;
  readonly job = new JobBar();
  readonly done = make('p', { class: 'sheet__done', attrs: { role: 'status' } });
  private readonly levels = make('div', { class: 'levels' });
  private readonly go: HTMLButtonElement;
  private chosen = USUAL;

  constructor(exporting: Exporting) {
    this.sheet = new Sheet('export.title', () => exporting.cancel());
    this.go = button({ class: 'press press--main', id: 'export-glb', text: 'export.glb' }, () => exporting.glb(this.chosen));
    const toml = button({ class: 'press', id: 'export-toml', text: 'export.toml' }, () => exporting.spec('toml'));
    const json = button({ class: 'press', id: 'export-json', text: 'export.json' }, () => exporting.spec('json'));
    const field = make('fieldset', { class: 'field' }, make('legend', { text: 'export.level' }), this.levels);
    this.sheet.content.append(field, make('p', { class: 'note', text: 'export.note' }), this.job.element, this.done, make('div', { class: 'form__foot' }, toml, json, this.go));
  }

  open(levels: readonly string[], lang: Lang): void {
    const group = freshId('level');
    this.levels.replaceChildren(...levels.map((level) => this.level(level, group, lang)));
    this.done.textContent = '';
    this.busy(false);
    this.sheet.open();
  }

  busy(working: boolean): void {
    this.go.disabled = working;
    if (!working) this.job.hide();
  }

  private level(level: string, group: string, lang: Lang): HTMLElement {
    const input = make('input', { class: 'chip__input', attrs: { type: 'radio', name: group, value: level } });
    input.checked = level === this.chosen;
    input.addEventListener('change', () => (this.chosen = level));
    const note = keyOf(`level.${level}.note`);
    return make('label', { class: 'level' }, input, make('span', { class: 'level__name' }, labelled(lang, 'level', level)), make('span', { class: 'level__note' }, note === null ? '' : studioWords(lang)[note]));
  }
}
