import type { Orbit } from '../stage3d/scene.ts';
import { dragged, keyed, lifted, zoomed } from './orbit.ts';

/** How much a turn of the wheel, in pixels, comes nearer. */
const WHEEL = 0.0012;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Mouse, touch, pen and keyboard on `element` move the camera; `move` hears where it should go. */
export class Hands {
  private readonly down = new Map<number, Place>();

  constructor(
    private readonly element: HTMLElement,
    private readonly orbit: () => Orbit,
    private readonly move: (orbit: Orbit) => void,
  ) {
    element.addEventListener('pointerdown', this.press);
    element.addEventListener('pointermove', this.drag);
    for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, this.release);
    element.addEventListener('wheel', this.wheel, { passive: false });
    element.addEventListener('keydown', this.key);
  }

  dispose(): void {
    const { element } = this;
    element.removeEventListener('pointerdown', this.press);
    element.removeEventListener('pointermove', this.drag);
    for (const end of ['pointerup', 'pointercancel'] as const) element.removeEventListener(end, this.release);
    element.removeEventListener('wheel', this.wheel);
    element.removeEventListener('keydown', this.key);
  }

  private readonly press = (event: PointerEvent): void => {
    this.down.set(event.pointerId, placeOf(event));
    this.element.setPointerCapture(event.pointerId);
  };

  private readonly release = (event: PointerEvent): void => {
    this.down.delete(event.pointerId);
  };

  private readonly drag = (event: PointerEvent): void => {
    const before = this.down.get(event.pointerId);
    if (before === undefined) return;
    const now = placeOf(event);
    const other = [...this.down].find(([id]) => id !== event.pointerId)?.[1];
    this.down.set(event.pointerId, now);
    const { clientWidth: width, clientHeight: height } = this.element;
    const [right, up] = [(now.x - before.x) / width, (before.y - now.y) / height];
    if (other !== undefined) this.pinch(before, now, other, up);
    else if (event.shiftKey) this.move(lifted(this.orbit(), -up));
    else this.move(dragged(this.orbit(), right, -up));
  };

  private pinch(before: Place, now: Place, other: Place, up: number): void {
    const [was, is] = [distance(before, other), distance(now, other)];
    if (was > 0) this.move(lifted(zoomed(this.orbit(), is / was), -up / 2));
  }

  private readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.move(zoomed(this.orbit(), Math.exp(-event.deltaY * WHEEL)));
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moved = keyed(this.orbit(), event.key);
    if (moved === null) return;
    event.preventDefault();
    this.move(moved);
  };
}

function placeOf({ clientX, clientY }: PointerEvent): Place {
  return { x: clientX, y: clientY };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
