import { AUDIENCES, type Audience, type Company, WARD, selfDeclared, settled } from '../company.ts';
import { make } from './dom.ts';
import { explained, row, toggle } from './toggle.ts';

/** Who uses the desk: said by the visitor, or by whoever looks after a child. */
export class CompanySettings {
  readonly rows: readonly HTMLElement[];
  private readonly choices: Readonly<Record<Audience, HTMLInputElement>>;
  private readonly ward = toggle('ward');
  private readonly note = make('p', { class: 'setting__note', id: 'company-note', attrs: { role: 'status' } });

  constructor(private readonly change: (company: Company) => void) {
    this.choices = { adult: this.choice('adult'), elder: this.choice('elder'), minor: this.choice('minor') };
    holdWhenLocked(this.ward);
    this.ward.addEventListener('change', () => change(WARD));
    const labels = AUDIENCES.map((audience) => make('label', { class: 'choice choice--word' }, this.choices[audience], make('span', { class: 'choice__name', text: `company.${audience}` })));
    const who = make('fieldset', { class: 'setting setting--wide', attrs: { 'aria-describedby': 'company-note' } }, make('legend', { text: 'company.title' }), make('div', { class: 'choices' }, ...labels), this.note);
    this.rows = [who, explained(row(this.ward, 'company.ward'), 'company.wardNote')];
  }

  show(company: Company): void {
    const locked = settled(company);
    for (const audience of AUDIENCES) {
      this.choices[audience].checked = audience === company.audience;
      lock(this.choices[audience], locked);
    }
    this.ward.checked = locked;
    lock(this.ward, locked);
    const message = locked ? 'company.locked' : company.declaredBy === 'suspected' ? 'company.suspected' : `company.${company.audience}Note`;
    this.note.dataset['text'] = message;
  }

  private choice(audience: Audience): HTMLInputElement {
    const input = make('input', { id: `company-${audience}`, attrs: { type: 'radio', name: 'company', value: audience } });
    holdWhenLocked(input);
    input.addEventListener('change', () => this.change(selfDeclared(audience)));
    return input;
  }
}

/** What is locked keeps the focus: whoever has just pressed it, by keyboard, must not be thrown out of the panel. */
function lock(input: HTMLInputElement, locked: boolean): void {
  input.setAttribute('aria-disabled', String(locked));
}

function holdWhenLocked(input: HTMLInputElement): void {
  input.addEventListener('click', (event) => {
    if (input.ariaDisabled === 'true') event.preventDefault();
  });
}
