import { describe, expect, it } from 'vitest';
import { type TextField, deleteBack, insert } from '../src/field.ts';

/** As an `<input>` behaves; `selects` false as one of type email does. */
class FakeField extends EventTarget implements TextField {
  readonly events: InputEventInit[] = [];
  readonly readOnly = false;
  readonly disabled = false;
  #range: [number, number];

  constructor(
    public value: string,
    range: [number, number] = [value.length, value.length],
    readonly maxLength = -1,
    readonly selects = true,
  ) {
    super();
    this.#range = range;
  }

  get selectionStart(): number | null {
    return this.selects ? this.#range[0] : null;
  }

  get selectionEnd(): number | null {
    return this.selects ? this.#range[1] : null;
  }

  setRangeText(text: string, start: number, end: number): void {
    if (!this.selects) throw new DOMException('no selection', 'InvalidStateError');
    this.value = this.value.slice(0, start) + text + this.value.slice(end);
    this.#range = [start + text.length, start + text.length];
  }
}

const record = (field: TextField, init: InputEventInit): Event => {
  if (field instanceof FakeField) field.events.push(init);
  return new Event('input');
};
const typed = (field: FakeField, text: string): FakeField => {
  insert(field, text, record);
  return field;
};
const deleted = (field: FakeField): FakeField => {
  deleteBack(field, record);
  return field;
};

describe('inserting', () => {
  it('puts the text where the caret is, and the caret behind it', () => {
    const field = typed(new FakeField('我丢了', [1, 1]), '身份证');
    expect(field.value).toBe('我身份证丢了');
    expect(field.selectionStart).toBe(4);
  });

  it('replaces what is selected', () => {
    expect(typed(new FakeField('我丢了', [1, 3]), '在').value).toBe('我在');
  });

  it('tells the page with an input event', () => {
    expect(typed(new FakeField(''), '好').events).toEqual([{ data: '好', inputType: 'insertText' }]);
  });

  it('keeps to maxlength, and counts what the selection frees', () => {
    expect(typed(new FakeField('12', [2, 2], 4), '3456').value).toBe('1234');
    expect(typed(new FakeField('1234', [0, 2], 4), 'abc').value).toBe('ab34');
  });

  it('says nothing when nothing fits', () => {
    expect(typed(new FakeField('1234', [4, 4], 4), '5').events).toEqual([]);
    expect(typed(new FakeField('12345', [5, 5], 4), '6').value).toBe('12345');
  });

  it('never puts in half a character', () => {
    expect(typed(new FakeField('', [0, 0], 3), '𠮷𠮷').value).toBe('𠮷');
  });

  it('writes at the end of a field that tells no selection', () => {
    expect(typed(new FakeField('a@', [0, 0], -1, false), 'b').value).toBe('a@b');
  });

  it('leaves a field alone that may not be written in', () => {
    const field = Object.assign(new FakeField('a'), { readOnly: true });
    expect(typed(field, 'b').value).toBe('a');
  });
});

describe('deleting', () => {
  it('takes the character before the caret', () => {
    const field = deleted(new FakeField('身份证', [2, 2]));
    expect(field.value).toBe('身证');
    expect(field.events).toEqual([{ inputType: 'deleteContentBackward' }]);
  });

  it('takes what is selected instead', () => {
    expect(deleted(new FakeField('身份证', [0, 2])).value).toBe('证');
  });

  it.each(['𠮷', '👩‍👧', '🇨🇳', 'é'])('takes %s whole', (char) => {
    expect(deleted(new FakeField(`a${char}`)).value).toBe('a');
  });

  it('says nothing at the beginning', () => {
    expect(deleted(new FakeField('a', [0, 0])).events).toEqual([]);
  });
});
