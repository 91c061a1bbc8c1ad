/** What the keyboard needs of a text field; text areas and one-line inputs have it. */
export interface TextField extends EventTarget {
  value: string;
  readonly selectionStart: number | null;
  readonly selectionEnd: number | null;
  /** UTF-16 units, −1 where there is no limit. */
  readonly maxLength: number;
  readonly readOnly: boolean;
  readonly disabled: boolean;
  setRangeText(text: string, start: number, end: number, mode: 'end'): void;
}

type Change = (field: TextField, event: InputEventInit) => Event;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const inputEvent: Change = (_, init) =>
  new InputEvent('input', { ...init, bubbles: true, composed: true });

/** Put `text` where the caret is, instead of what is selected, as far as it fits. */
export function insert(field: TextField, text: string, event: Change = inputEvent): void {
  if (field.readOnly || field.disabled) return;
  const [start, end] = selection(field);
  const kept = field.value.length - (end - start);
  const room = field.maxLength < 0 ? Infinity : field.maxLength - kept;
  const fitting = clipped(text, room);
  if (fitting === '') return;
  replace(field, fitting, start, end);
  field.dispatchEvent(event(field, { data: fitting, inputType: 'insertText' }));
}

/** Delete what is selected, or the character before the caret. */
export function deleteBack(field: TextField, event: Change = inputEvent): void {
  if (field.readOnly || field.disabled) return;
  const [start, end] = selection(field);
  const from = start < end ? start : start - lastGrapheme(field.value.slice(0, start)).length;
  if (from === end) return;
  replace(field, '', from, end);
  field.dispatchEvent(event(field, { inputType: 'deleteContentBackward' }));
}

/** Inputs of some types (email, number) tell no selection: their caret is taken to be at the end. */
function selection(field: TextField): [start: number, end: number] {
  const size = field.value.length;
  return [field.selectionStart ?? size, field.selectionEnd ?? size];
}

function replace(field: TextField, text: string, start: number, end: number): void {
  if (field.selectionStart === null) {
    field.value = field.value.slice(0, start) + text + field.value.slice(end);
  } else {
    field.setRangeText(text, start, end, 'end');
  }
}

/** As many whole characters as `room` UTF-16 units hold. */
function clipped(text: string, room: number): string {
  let fitting = '';
  for (const char of text) {
    if (fitting.length + char.length > room) break;
    fitting += char;
  }
  return fitting;
}

function lastGrapheme(text: string): string {
  // A character's parts lie close together; the rest of a long text need not be cut.
  const tail = text.slice(-32);
  return [...graphemes.segment(tail)].at(-1)?.segment ?? '';
}
