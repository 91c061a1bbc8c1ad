import type { Layer } from './layer.ts';

const FADE_MS = 450;

/** Lays layers over each other in one place; a new one fades in over the old, which then goes. */
export class Stack {
  private top: Layer | null = null;
  private readonly leaving = new Set<Layer>();

  constructor(private readonly parent: HTMLElement) {}

  get layer(): Layer | null {
    return this.top;
  }

  /** Show `next` in place of what is shown; `keep`: the old one will be wanted again, so it stays alive. */
  show(next: Layer | null, keep = false): void {
    const last = this.top;
    this.top = next;
    if (next !== null) this.enter(next.element);
    if (last === null || last === next) return;
    if (keep) last.element.remove();
    else if (next === null) last.dispose();
    else this.fade(next, last);
  }

  dispose(): void {
    for (const layer of this.leaving) layer.dispose();
    this.leaving.clear();
    this.top?.dispose();
    this.top = null;
  }

  private enter(element: HTMLElement | SVGElement): void {
    Object.assign(element.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
    this.parent.append(element);
  }

  private fade({ element }: Layer, last: Layer): void {
    this.leaving.add(last);
    const fading = element.animate({ opacity: [0, 1] }, { duration: FADE_MS, easing: 'ease-in-out' });
    const gone = (): void => {
      if (this.leaving.delete(last)) last.dispose();
    };
    // It is cancelled where the new layer goes before it has quite come.
    fading.finished.then(gone, gone);
  }
}
