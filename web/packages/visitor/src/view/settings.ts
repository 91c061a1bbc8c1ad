import type { Effective } from '../display.ts';
import { SIZES, type Preferences } from '../preferences.ts';
import type { TextKey } from '../catalogue.ts';
import { make } from './dom.ts';

const SIZE_NAMES = ['size.0', 'size.1', 'size.2'] as const satisfies readonly TextKey[];

/** Volume, text size, contrast and motion. `change` gets what the visitor altered. */
export class Settings {
  readonly rows: readonly HTMLElement[];
  private readonly volume = range();
  private readonly sizes: readonly HTMLInputElement[];
  private readonly contrast = toggle('contrast');
  private readonly calm = toggle('calm');

  constructor(private readonly change: (altered: Partial<Preferences>) => void) {
    this.sizes = Array.from({ length: SIZES }, (_, size) => this.size(size));
    this.volume.addEventListener('input', () => change({ volume: Number(this.volume.value) / 100, muted: false }));
    this.contrast.addEventListener('change', () => change({ contrast: this.contrast.checked }));
    this.calm.addEventListener('change', () => change({ calm: this.calm.checked }));
    this.rows = [this.volumeRow(), this.sizeRow(), row(this.contrast, 'settings.contrast'), row(this.calm, 'settings.calm')];
  }

  show({ volume, muted, size }: Preferences, { contrast, calm }: Effective): void {
    this.volume.value = String(muted ? 0 : Math.round(volume * 100));
    this.sizes.forEach((input, index) => (input.checked = index === size));
    this.contrast.checked = contrast;
    this.calm.checked = calm;
  }

  private volumeRow(): HTMLElement {
    return make('label', { class: 'setting setting--wide' }, make('span', { text: 'tools.volume' }), this.volume);
  }

  private sizeRow(): HTMLElement {
    const choices = this.sizes.map((input, index) =>
      make('label', { class: `choice choice--${index}` }, input, make('span', { class: 'choice__letter', text: 'tools.textSizeShort', attrs: { 'aria-hidden': 'true' } }), make('span', { class: 'choice__name', text: SIZE_NAMES[index] ?? 'size.0' })),
    );
    return make('fieldset', { class: 'setting setting--wide' }, make('legend', { text: 'tools.textSize' }), make('div', { class: 'choices' }, ...choices));
  }

  private size(index: number): HTMLInputElement {
    const input = make('input', { id: `size-${index}`, attrs: { type: 'radio', name: 'size', value: String(index) } });
    input.addEventListener('change', () => this.change({ size: index }));
    return input;
  }
}

function range(): HTMLInputElement {
  return make('input', { id: 'volume', attrs: { type: 'range', min: '0', max: '100', step: '5' } });
}

function toggle(id: string): HTMLInputElement {
  return make('input', { id, class: 'switch', attrs: { type: 'checkbox', role: 'switch' } });
}

function row(input: HTMLInputElement, text: TextKey): HTMLElement {
  return make('label', { class: 'setting' }, make('span', { text }), input);
}
