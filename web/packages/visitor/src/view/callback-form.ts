import { type Draft, type Faults, type Field, type FormKind, faultsOf, wishOf } from '../answer/callback.ts';
import type { TextKey } from '../catalogue.ts';
import type { Wish } from '../handover.ts';
import { button, make } from './dom.ts';

type Box = HTMLInputElement | HTMLTextAreaElement;
type Written = Exclude<Field, 'consent'>;

interface Row {
  readonly box: Box;
  readonly fault: HTMLElement;
  readonly element: HTMLElement;
}

/** How long each text may be, as the service takes it. */
const LENGTHS: Readonly<Record<Written, string>> = { phone: '32', name: '40', note: '500', contactName: '40', contactPhone: '32' };

/** The form for a call-back, or to name somebody whom the visitor trusts. */
export class CallbackForm {
  readonly element: HTMLFormElement;
  private readonly rows: Readonly<Record<Written, Row>>;
  private readonly consent: Row;
  private readonly contact: HTMLElement;
  private kind: FormKind = 'callback';

  /** `send` gets the wish once nothing is to be mended. */
  constructor(
    private readonly send: (wish: Wish) => void,
    back: () => void,
    private readonly translate: (root: ParentNode) => void,
  ) {
    this.rows = {
      phone: row('phone', make('input', { attrs: { type: 'tel', autocomplete: 'tel', inputmode: 'tel' } })),
      name: row('name', make('input', { attrs: { type: 'text', autocomplete: 'name' } })),
      note: row('note', make('textarea', { attrs: { rows: '2' } })),
      contactName: row('contactName', make('input', { attrs: { type: 'text', autocomplete: 'off' } })),
      contactPhone: row('contactPhone', make('input', { attrs: { type: 'tel', autocomplete: 'off', inputmode: 'tel' } })),
    };
    this.consent = consentRow();
    this.contact = make('fieldset', { class: 'form__group' }, make('legend', { text: 'form.contact' }), make('p', { class: 'form__hint', text: 'form.contactHint' }), this.rows.contactName.element, this.rows.contactPhone.element);
    this.element = make('form', { class: 'form', attrs: { novalidate: '', autocomplete: 'on' } });
    this.element.append(
      make('div', { class: 'form__fields' }, this.rows.phone.element, this.rows.name.element, this.rows.note.element, this.contact),
      this.consent.element,
      make(
        'div',
        { class: 'dialog__actions' },
        button({ class: 'action', text: 'form.back' }, back),
        make('button', { class: 'action action--main', id: 'form-send', text: 'form.send', attrs: { type: 'submit' } }),
      ),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  /** Show it empty, for one purpose or the other. */
  begin(kind: FormKind): void {
    this.kind = kind;
    this.clear();
    this.element.dataset['kind'] = kind;
    this.rows.phone.element.querySelector('.field__name')?.setAttribute('data-text', kind === 'contact' ? 'form.ownPhone' : 'form.phone');
    this.rows.phone.box.required = kind === 'callback';
    this.rows.contactName.box.required = kind === 'contact';
    this.rows.contactPhone.box.required = kind === 'contact';
    // What matters most comes first.
    const fields = this.element.firstElementChild;
    if (kind === 'contact') fields?.prepend(this.contact);
    else fields?.append(this.contact);
  }

  /** Say how long it is kept. */
  keepFor(days: number): void {
    for (const part of this.element.querySelectorAll<HTMLElement>('.form__kept')) part.dataset['n'] = String(days);
    this.element.dataset['calls'] = String(days > 0);
  }

  focus(): void {
    (this.kind === 'contact' ? this.rows.contactName : this.rows.phone).box.focus();
  }

  /** Nothing that was typed stays. */
  clear(): void {
    this.element.reset();
    this.tell({});
  }

  private submit(): void {
    const draft = this.draft();
    const faults = faultsOf(this.kind, draft);
    this.tell(faults);
    const first = this.element.querySelector<Box>('[aria-invalid="true"]');
    if (first === null) this.send(wishOf(this.kind, draft));
    else first.focus();
  }

  private draft(): Draft {
    const { phone, name, note, contactName, contactPhone } = this.rows;
    const { box } = this.consent;
    return {
      phone: phone.box.value,
      name: name.box.value,
      note: note.box.value,
      contactName: contactName.box.value,
      contactPhone: contactPhone.box.value,
      consent: box instanceof HTMLInputElement && box.checked,
    };
  }

  private tell(faults: Faults): void {
    for (const [name, { box, fault }] of Object.entries({ ...this.rows, consent: this.consent })) {
      const message = (faults as Readonly<Record<string, TextKey | undefined>>)[name];
      box.setAttribute('aria-invalid', String(message !== undefined));
      fault.textContent = '';
      if (message === undefined) delete fault.dataset['text'];
      else fault.dataset['text'] = message;
    }
    this.translate(this.element);
  }
}

function row(name: Written, box: Box): Row {
  const id = `form-${name}`;
  box.id = id;
  box.name = name;
  box.className = 'field__box';
  box.setAttribute('maxlength', LENGTHS[name]);
  box.setAttribute('aria-describedby', `${id}-fault`);
  const fault = make('p', { class: 'field__fault', id: `${id}-fault` });
  const label = make('label', { class: 'field__name', text: `form.${name}`, attrs: { for: id } });
  return { box, fault, element: make('div', { class: `field field--${name}` }, label, box, fault) };
}

function consentRow(): Row {
  const box = make('input', { id: 'form-consent', attrs: { type: 'checkbox', name: 'consent', 'aria-describedby': 'form-consent-fault form-kept' } });
  const fault = make('p', { class: 'field__fault', id: 'form-consent-fault' });
  const label = make('label', { class: 'consent' }, box, make('span', { text: 'form.consent' }));
  return { box, fault, element: make('div', { class: 'form__consent' }, label, make('p', { class: 'form__kept', id: 'form-kept', text: 'form.kept' }), fault) };
}
