import type { Keyboard } from '@qingzhi/keyboard';
import { make } from '../view/dom.ts';
import type { KeySettings } from './screen-keys.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** The on-screen keyboard for the fields of a dialog: it lies within, for a dialog covers all else. */
export class FieldKeys {
  private readonly place = make('div', { class: 'dialog__keys' });
  private keyboard: Keyboard | null = null;
  private field: Field | null = null;

  /** `settings` are those of the moment in which a field is touched. */
  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly settings: () => KeySettings,
  ) {
    dialog.append(this.place);
    dialog.addEventListener('focusin', ({ target }) => {
      if (isWritten(target)) void this.open(target);
    });
    dialog.addEventListener('close', () => this.close());
  }

  /** Nothing that was typed or learned stays. */
  close(): void {
    this.keyboard?.destroy();
    this.keyboard = null;
    this.field = null;
  }

  private async open(field: Field): Promise<void> {
    if (this.field === field) return;
    this.close();
    this.field = field;
    field.inputMode = 'none';
    const { attachKeyboard } = await import('@qingzhi/keyboard');
    // Meanwhile another field may have been touched, or the dialog closed.
    if (this.field !== field || !this.dialog.open) return;
    this.keyboard = attachKeyboard(this.place, field, {
      ...this.settings(),
      ...(field.type === 'tel' ? { layer: 'numbers' } : {}),
      onSubmit: () => field.form?.requestSubmit(),
    });
    field.scrollIntoView({ block: 'center' });
  }
}

function isWritten(target: EventTarget | null): target is Field {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && (target.type === 'text' || target.type === 'tel'));
}
