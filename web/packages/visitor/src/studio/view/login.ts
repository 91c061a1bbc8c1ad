import { make } from '../../view/dom.ts';
import type { StudioKey } from '../words.ts';

const FAULTS: Readonly<Record<number, StudioKey>> = { 0: 'login.offline', 401: 'login.wrong', 403: 'login.elsewhere', 404: 'login.absent', 429: 'login.slow' };

/** Asks for the key, or says why there is no getting in. */
export class StudioLogin {
  readonly element: HTMLFormElement;
  private readonly key = make('input', { id: 'key', class: 'text__input', attrs: { type: 'password', autocomplete: 'off', required: '', 'aria-describedby': 'key-note key-fault' } });
  private readonly fault = make('p', { class: 'login__fault', id: 'key-fault', attrs: { role: 'alert' } });

  constructor(enter: (key: string) => void) {
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
    else this.fault.dataset['text'] = FAULTS[status] ?? 'login.offline';
    this.key.setAttribute('aria-invalid', String(status === 401));
    this.key.focus();
  }

  hide(): void {
    this.element.hidden = true;
    this.key.value = '';
  }
}
