import { make } from './dom.ts';

type Word = NonNullable<NonNullable<Parameters<typeof make>[1]>['text']>;

/** Why there is no getting in, by the status of the answer; 0 where none came. */
export type KeyFaults = Readonly<Record<number, Word>>;

/** Asks for the key of a page that is not for visitors. */
export class KeyForm {
  readonly element: HTMLFormElement;
  private readonly key = make('input', { id: 'key', class: 'text__input', attrs: { type: 'password', autocomplete: 'off', required: '', 'aria-describedby': 'key-note key-fault' } });
  private readonly fault = make('p', { class: 'login__fault', id: 'key-fault', attrs: { role: 'alert' } });

  constructor(
    private readonly faults: KeyFaults,
    enter: (key: string) => void,
  ) {
    this.element = make(
      'form',
      { class: 'login' },
      make('h2', { text: 'login.title' }),
      make('label', { text: 'login.key', attrs: { for: 'key' } }),
      this.key,
      make('p', { class: 'note', id: 'key-note', text: 'login.note' }),
      this.fault,
      make('button', { class: 'press press--main', id: 'enter', text: 'login.enter', attrs: { type: 'submit' } }),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      enter(this.key.value.trim());
    });
  }

  /** `status`: why the last key was refused, 0 where the service wasn't reached; `null`: none was given. */
  show(status: number | null): void {
    this.element.hidden = false;
    this.key.value = '';
    this.fault.textContent = '';
    if (status === null) delete this.fault.dataset['text'];
    else this.fault.dataset['text'] = this.faults[status] ?? 'login.offline';
    this.key.setAttribute('aria-invalid', String(status === 401 || status === 403));
    this.key.focus();
  }

  hide(): void {
    this.element.hidden = true;
    this.key.value = '';
  }
}
