import type { Lang } from '@qingzhi/protocol';
import type { Keyboard } from '@qingzhi/keyboard';

export interface KeySettings {
  readonly lang: Lang;
  readonly contrast: boolean;
}

/** The on-screen keyboard of a kiosk: there as soon as the box for the question is touched. */
export class ScreenKeys {
  private keyboard: Keyboard | null = null;
  private loading = false;
  private closed = false;
  private shownLang: Lang = 'zh';
  private shownContrast = false;
  private readonly touched = (): void => void this.open();
  /** The answer needs the place. */
  private readonly asked = (): void => this.hide();

  /** `changed` gets whether the keyboard is seen. */
  constructor(
    private readonly host: HTMLElement,
    private readonly box: HTMLTextAreaElement,
    private readonly changed: (visible: boolean) => void,
  ) {
    // A keyboard of the system's own would cover ours.
    box.inputMode = 'none';
    box.addEventListener('focus', this.touched);
    box.form?.addEventListener('submit', this.asked);
  }

  settle(lang: Lang, contrast: boolean): void {
    this.shownLang = lang;
    this.shownContrast = contrast;
    if (this.keyboard === null) return;
    this.keyboard.lang = lang;
    this.keyboard.contrast = contrast;
  }

  /** How its keys are shown. */
  get settings(): KeySettings {
    return { lang: this.shownLang, contrast: this.shownContrast };
  }

  /** Nothing that was typed or learned stays. */
  forget(): void {
    if (this.keyboard === null) return;
    this.keyboard.forget();
    this.hide();
  }

  close(): void {
    this.closed = true;
    this.box.removeEventListener('focus', this.touched);
    this.box.form?.removeEventListener('submit', this.asked);
    this.keyboard?.destroy();
  }

  private hide(): void {
    if (this.keyboard !== null) this.keyboard.visible = false;
  }

  private async open(): Promise<void> {
    if (this.keyboard !== null) {
      this.keyboard.visible = true;
      return;
    }
    if (this.loading) return;
    this.loading = true;
    const { attachKeyboard } = await import('@qingzhi/keyboard');
    if (this.closed) return;
    this.keyboard = attachKeyboard(this.host, this.box, {
      lang: this.shownLang,
      contrast: this.shownContrast,
      onSubmit: () => this.box.form?.requestSubmit(),
      onVisible: this.changed,
    });
    this.changed(true);
  }
}
