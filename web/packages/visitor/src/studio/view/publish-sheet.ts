import { button, make } from '../../view/dom.ts';
import { freshId } from './control.ts';
import { JobBar } from './job.ts';
import { Sheet } from './sheet.ts';

const LONGEST = 40;

export interface Publishing {
  publish(name: string, replace: boolean): void;
  /** Let the desk show it. */
  show(name: string): void;
  cancel(): void;
}

/** Asks under which name the desk is to find the figure, and once more where one was published before. */
export class PublishSheet {
  readonly sheet: Sheet;
  readonly job = new JobBar();
  private readonly done = make('p', { class: 'sheet__done', attrs: { role: 'status' } });
  private readonly taken = make('p', { class: 'sheet__ask', text: 'publish.taken', attrs: { role: 'alert' } });
  private readonly name: HTMLInputElement;
  private readonly go = make('button', { class: 'press press--main', id: 'publish-go', text: 'publish.go', attrs: { type: 'submit' } });
  private readonly replace: HTMLButtonElement;
  private readonly show: HTMLButtonElement;
  private finished: string | null = null;

  constructor(publishing: Publishing) {
    this.sheet = new Sheet('publish.title', () => publishing.cancel());
    const id = freshId('publish');
    this.name = make('input', { id, class: 'text__input', attrs: { type: 'text', required: '', maxlength: String(LONGEST), autocomplete: 'off' } });
    this.name.addEventListener('input', () => this.ask(false));
    this.replace = button({ class: 'press press--sure', id: 'publish-replace', text: 'publish.replace' }, () => publishing.publish(this.name.value.trim(), true));
    this.show = button({ class: 'press press--main', id: 'publish-show', text: 'publish.show' }, () => this.finished !== null && publishing.show(this.finished));
    const foot = make('div', { class: 'form__foot' }, this.replace, this.show, this.go);
    const form = make('form', { class: 'form' }, make('p', { class: 'note', text: 'publish.note' }), make('label', { text: 'publish.name', attrs: { for: id } }), this.name, this.taken, this.job.element, this.done, foot);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      publishing.publish(this.name.value.trim(), false);
    });
    this.sheet.content.append(form);
  }

  open(name: string): void {
    this.name.value = name.slice(0, LONGEST);
    this.finish(null, '');
    this.ask(false);
    this.busy(false);
    this.sheet.open();
    this.name.select();
  }

  /** Whether one that was published before is to be replaced. */
  ask(taken: boolean): void {
    this.taken.hidden = !taken;
    this.replace.hidden = !taken;
    this.go.hidden = taken;
    if (taken) this.replace.focus();
  }

  /** Say what became of it; a figure that is named can be shown at the desk now. */
  finish(name: string | null, said: string): void {
    this.finished = name;
    this.done.textContent = said;
    this.show.hidden = name === null;
    this.ask(false);
    if (name === null) return;
    this.go.hidden = true;
    this.show.focus();
  }

  busy(working: boolean): void {
    this.go.disabled = working;
    this.replace.disabled = working;
    if (!working) this.job.hide();
  }
}
