/** The text box: Enter sends, Shift+Enter breaks the line, an input method's Enter only picks words. */
export class Composer {
  constructor(
    private readonly form: HTMLFormElement,
    private readonly box: HTMLTextAreaElement,
    private readonly submit: (text: string) => boolean,
  ) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    box.addEventListener('keydown', (event) => this.key(event));
    box.addEventListener('input', () => this.fit());
  }

  focus(): void {
    this.box.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    // Safari ends composition before the Enter that ended it arrives; that one has key code 229.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  private send(): void {
    const text = this.box.value.trim();
    if (text === '' || !this.submit(text)) return;
    this.box.value = '';
    this.fit();
  }

  /** Grow with the text, up to what the style sheet allows. */
  private fit(): void {
    this.box.rows = Math.min(4, Math.max(1, this.box.value.split('\n').length));
  }
}
