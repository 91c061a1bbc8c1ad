import type { Company } from '../company.ts';
import type { Effective } from '../display.ts';
import { SIZES, type Preferences } from '../preferences.ts';
import type { TextKey } from '../catalogue.ts';
import { CompanySettings } from './company-settings.ts';
import { make } from './dom.ts';
import { explained, row, toggle } from './toggle.ts';

const SIZE_NAMES = ['size.0', 'size.1', 'size.2'] as const satisfies readonly TextKey[];

/** Volume, text sizes, contrast, motion, who sits here, what is kept. `change` gets what the visitor altered. */
export class Settings {
  readonly rows: readonly HTMLElement[];
  private readonly volume = range();
  private readonly sizes = sizes('size');
  private readonly captions = sizes('captions');
  private readonly contrast = toggle('contrast');
  private readonly calm = toggle('calm');
  private readonly remember = toggle('remember');
  private readonly company: CompanySettings;

  /** `keeps`: this browser is the visitor's own, and may count visits. */
  constructor(change: (altered: Partial<Preferences>) => void, keeps: boolean) {
    this.company = new CompanySettings((company) => change({ company }));
    onChoice(this.sizes, (size) => change({ size }));
    onChoice(this.captions, (captions) => change({ captions }));
    this.volume.addEventListener('input', () => change({ volume: Number(this.volume.value) / 100, muted: false }));
    this.contrast.addEventListener('change', () => change({ contrast: this.contrast.checked }));
    this.calm.addEventListener('change', () => change({ calm: this.calm.checked }));
    this.remember.addEventListener('change', () => change({ remember: this.remember.checked }));
    this.rows = [
      this.volumeRow(),
      sizeRow(this.sizes, 'tools.textSize'),
      sizeRow(this.captions, 'settings.captions'),
      ...this.company.rows,
      row(this.contrast, 'settings.contrast'),
      row(this.calm, 'settings.calm'),
      ...(keeps ? [explained(row(this.remember, 'settings.remember'), 'settings.rememberNote')] : []),
    ];
  }

  show({ volume, muted, size, captions, remember }: Preferences, { contrast, calm }: Effective, company: Company): void {
    this.volume.value = String(muted ? 0 : Math.round(volume * 100));
    this.sizes.forEach((input, index) => (input.checked = index === size));
    this.captions.forEach((input, index) => (input.checked = index === captions));
    this.remember.checked = remember;
    this.company.show(company);
    this.contrast.checked = contrast;
    this.calm.checked = calm;
  }

  private volumeRow(): HTMLElement {
    return make('label', { class: 'setting setting--wide' }, make('span', { text: 'tools.volume' }), this.volume);
  }
}

function sizes(name: string): readonly HTMLInputElement[] {
  return Array.from({ length: SIZES }, (_, size) => make('input', { id: `${name}-${size}`, attrs: { type: 'radio', name, value: String(size) } }));
}

function onChoice(inputs: readonly HTMLInputElement[], choose: (place: number) => void): void {
  inputs.forEach((input, place) => input.addEventListener('change', () => choose(place)));
}

function sizeRow(inputs: readonly HTMLInputElement[], legend: TextKey): HTMLElement {
  const choices = inputs.map((input, index) =>
    make('label', { class: `choice choice--${index}` }, input, make('span', { class: 'choice__letter', text: 'tools.textSizeShort', attrs: { 'aria-hidden': 'true' } }), make('span', { class: 'choice__name', text: SIZE_NAMES[index] ?? 'size.0' })),
  );
  return make('fieldset', { class: 'setting setting--wide' }, make('legend', { text: legend }), make('div', { class: 'choices' }, ...choices));
}

function range(): HTMLInputElement {
  return make('input', { id: 'volume', attrs: { type: 'range', min: '0', max: '100', step: '5' } });
}
