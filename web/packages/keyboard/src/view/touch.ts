export interface Pressed {
  /** A finger came down, or the button was pressed with a key or by a screen reader. */
  press(button: HTMLButtonElement): void;
  /** All fingers have left. */
  release(): void;
}

/**
 * Listens for presses on buttons under `root`. Keys act when the finger comes down, since slow
 * hands and quick ones both mean it then; candidates, which scroll, act when it is lifted.
 * The focus stays in the field that is being written in.
 */
export function listen(root: HTMLElement, pressed: Pressed, signal: AbortSignal): void {
  const held = new Map<number, HTMLButtonElement>();
  /** The click that follows a press is part of it, even if another key stands there by then. */
  let handled = false;

  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ): void => root.addEventListener(type, listener, { signal });

  const lift = (event: PointerEvent): void => {
    held.get(event.pointerId)?.classList.remove('pressed');
    held.delete(event.pointerId);
    if (held.size === 0) pressed.release();
  };

  on('pointerdown', (event) => {
    const button = buttonOf(event);
    if (!button || event.button !== 0) return;
    button.classList.add('pressed');
    held.set(event.pointerId, button);
    handled = !scrolls(button);
    if (handled) pressed.press(button);
  });
  on('pointerup', lift);
  on('pointercancel', lift);
  on('pointerleave', lift);
  on('pointerout', (event) => {
    if (!scrolls(held.get(event.pointerId))) return;
    lift(event);
  });
  on('keydown', () => (handled = false));
  on('click', (event) => {
    const button = buttonOf(event);
    if (button && !handled) pressed.press(button);
    handled = false;
  });
  // The browser moves the focus on mousedown, which follows a touch as well.
  on('mousedown', (event) => event.preventDefault());
  on('contextmenu', (event) => event.preventDefault());
}

function buttonOf(event: Event): HTMLButtonElement | null {
  return event.target instanceof Element ? event.target.closest('button') : null;
}

function scrolls(button: HTMLButtonElement | undefined): boolean {
  return button?.classList.contains('candidate') ?? false;
}
