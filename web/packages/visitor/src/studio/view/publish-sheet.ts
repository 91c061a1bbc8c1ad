import { make } from '../../view/dom.ts';
import { freshId } from './control.ts';
import { JobBar } from './job.ts';
import { Sheet } from './sheet.ts';

const LONGEST = 40;

/** Asks under which name the desk is to find the figure. */
export class PublishSheet {
  readonly sheet: Sheet;
  readonly job = new JobBar();
  readonly done = make('p', { class: 'sheet__done', attrs: { role: 'status' } });
  private readonly name: HTMLInputElement;
  private readonly go = make('button', { class: 'press press--main', id: 'publish-go', text: 'publish.go', attrs: { type: 'submit' } });

  constructor(publish: (name: string) => void, closed: () => void) {
    this.sheet = new Sheet('publish.title', closed);
    const id = freshId('publish');
    this.name = make('input', { id, class: 'text__input', attrs: { type: 'text', required: '', maxlength: String(LONGEST), autocomplete: 'off' } });
    const form = make('form', { class: 'form' }, make('p', { class: 'note', text: 'publish.note' }), make('label', { text: 'publish.name', attrs: { for: id } }), this.name, this.job.element, this.done, make('div', { class: 'form__foot' }, this.go));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      publish(this.name.value.trim());
    });
    this.sheet.content.append(form);
  }

  open(name: string): void {
    this.name.value = name.slice(0, LONGEST);
    this.done.textContent = '';
    this.busy(false);
    this.sheet.open();
  }

  busy(working: boolean): void {
    this.go.disabled = working;
    if (!working) this.job.hide();
  }
}
