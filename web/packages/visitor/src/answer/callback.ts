import type { TextKey } from '../catalogue.ts';
import type { Wish } from '../handover.ts';

/** What is asked for with the form: a call, or that staff may turn to somebody whom the visitor trusts. */
export type FormKind = 'callback' | 'contact';

export interface Draft {
  readonly phone: string;
  readonly name: string;
  readonly note: string;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly consent: boolean;
}

export type Field = keyof Draft;
export type Faults = Readonly<Partial<Record<Field, TextKey>>>;

/** Digits of a number at least and at most (ITU-T E.164 has 15), with what people write between them. */
const LEAST_DIGITS = 5;
const MOST_DIGITS = 15;
const WRITTEN = /^\+?[\d\s().-]+$/;

/** What has to be mended before it can be sent. */
export function faultsOf(kind: FormKind, draft: Draft): Faults {
  const faults: Partial<Record<Field, TextKey>> = {};
  if ((kind === 'callback' || draft.phone.trim() !== '') && !isPhone(draft.phone)) faults.phone = 'form.fault.phone';
  const named = draft.contactName.trim() !== '';
  const numbered = draft.contactPhone.trim() !== '';
  if (kind === 'contact' || named || numbered) {
    if (!named) faults.contactName = 'form.fault.contactName';
    if (!isPhone(draft.contactPhone)) faults.contactPhone = 'form.fault.phone';
  }
  if (!draft.consent) faults.consent = 'form.fault.consent';
  return faults;
}

/** The wish that a faultless draft says. */
export function wishOf(kind: FormKind, draft: Draft): Wish {
  const [phone, name, note] = [compact(draft.phone), draft.name.trim(), draft.note.trim()];
  const contact = draft.contactName.trim() === '' ? null : { name: draft.contactName.trim(), phone: compact(draft.contactPhone) };
  return {
    kind,
    ...(phone === '' ? {} : { phone }),
    ...(name === '' ? {} : { name }),
    ...(note === '' ? {} : { note }),
    ...(contact === null ? {} : { contact }),
    consent: draft.consent,
  };
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return WRITTEN.test(text.trim()) && digits >= LEAST_DIGITS && digits <= MOST_DIGITS;
}

function compact(text: string): string {
  return text.replace(/[^\d+]/g, '');
}
