import { button, make } from '../../view/dom.ts';
import { freshId } from './control.ts';
import { Sheet } from './sheet.ts';

const LONGEST = 40;

/** Asks for a name, and once more where there is a figure of that name. */
export class SaveSheet {
  readonly sheet = new Sheet('save.title');
  private readonly name: HTMLInputElement;
  private readonly taken = make('p', { class: 'sheet__ask', text: 'save.taken', attrs: { role: 'alert' } });
  private readonly replace = button({ class: 'press press--sure', id: 'save-replace', text: 'save.replace' }, () => this.save(this.name.value.trim(), true));

  constructor(private readonly save: (name: string, replace: boolean) => void) {
    const id = freshId('save');
    this.name = make('input', { id, class: 'text__input', attrs: { type: 'text', required: '', maxlength: String(LONGEST), autocomplete: 'off' } });
    this.name.addEventListener('input', () => this.ask(false));
    const form = make('form', { class: 'form' }, make('label', { text: 'save.name', attrs: { for: id } }), this.name, make('p', { class: 'note', text: 'save.note' }), this.taken, make('div', { class: 'form__foot' }, this.replace, make('button', { class: 'press press--main', id: 'save-go', text: 'save', attrs: { type: 'submit' } })));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.save(this.name.value.trim(), false);
    });
    this.sheet.content.append(form);
    this.ask(false);
  }

  open(name: string): void {
    this.name.value = name.slice(0, LONGEST);
    this.ask(false);
    this.sheet.open();
    this.name.select();
  }

  /** Whether an older figure is to be replaced. */
  ask(taken: boolean): void {
    this.taken.hidden = !taken;
    this.replace.hidden = !taken;
    if (taken) this.replace.focus();
  }
}
