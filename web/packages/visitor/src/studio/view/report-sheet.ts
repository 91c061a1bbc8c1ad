import type { Lang } from '@qingzhi/protocol';
import { make } from '../../view/dom.ts';
import type { Fault, Report } from '../state/steps.ts';
import { filled, keyOf, studioWords, wordFor } from '../words.ts';
import { JobBar } from './job.ts';
import { Sheet } from './sheet.ts';

const MEASURES = ['height_cm', 'heads', 'triangles', 'draw_calls', 'morphs', 'bones', 'textures', 'bytes', 'through_mm2'] as const;
const MEGABYTE = 1_048_576;

/** What a check found, in plain words; what was measured; where the figure is from. */
export class ReportSheet {
  readonly sheet: Sheet;
  readonly job = new JobBar();
  private readonly found = make('div', { class: 'report' });

  constructor(closed: () => void) {
    this.sheet = new Sheet('check.title', closed);
    this.sheet.content.append(make('p', { class: 'note', text: 'check.note' }), this.job.element, this.found);
  }

  open(): void {
    this.found.replaceChildren();
    this.sheet.open();
  }

  show(report: Report, lang: Lang): void {
    this.job.hide();
    const words = studioWords(lang);
    const errors = report.faults.filter(({ severity }) => severity === 'error').length;
    const verdict = make('p', { class: `verdict verdict--${report.ok ? 'ok' : 'not'}`, attrs: { role: 'status' } }, report.ok ? words['check.ok'] : filled(lang, 'check.not', { n: errors }));
    const faults = report.faults.length === 0 ? make('p', { class: 'none' }, words['check.clean']) : make('ul', { class: 'faults' }, ...report.faults.map((fault) => entry(fault, lang)));
    const origin = make('p', { class: 'report__origin' }, words['check.provenance']);
    this.found.replaceChildren(verdict, faults, make('h3', {}, words['check.measured']), measured(report, lang), make('h3', {}, words['check.origin']), origin);
  }
}

function entry({ severity, code, where, clause, hint }: Fault, lang: Lang): HTMLElement {
  const words = studioWords(lang);
  const tag = make('span', { class: `tag tag--${severity}` }, words[wordFor(`check.${severity}`)]);
  const aside = make('p', { class: 'fault__where' }, `${code} · ${where} · ${filled(lang, 'check.clause', { clause })}`);
  return make('li', { class: 'fault' }, tag, make('p', { class: 'fault__hint' }, hint), aside);
}

function measured({ measured: values }: Report, lang: Lang): HTMLElement {
  const rows = MEASURES.flatMap((name) => {
    const value = values[name];
    const key = keyOf(`measure.${name}`);
    return typeof value === 'number' && key !== null ? [make('div', {}, make('dt', {}, studioWords(lang)[key]), make('dd', {}, told(name, value, lang)))] : [];
  });
  return make('dl', { class: 'measures' }, ...rows);
}

function told(name: string, value: number, lang: Lang): string {
  const number = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: 1 });
  if (name === 'bytes') return `${number.format(value / MEGABYTE)} MB`;
  if (name === 'height_cm') return `${number.format(value)} ${studioWords(lang)['unit.cm']}`;
  return name === 'through_mm2' ? `${number.format(value)} mm²` : number.format(value);
}
