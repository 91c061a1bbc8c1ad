import { Head2D } from '../head2d/head2d.ts';
import type { Pose } from '../motion/segment.ts';
import type { Layer } from './layer.ts';

/** The drawn head. */
export class Layer2D implements Layer {
  readonly level = '2d';
  readonly cost = null;
  readonly element: SVGElement;
  private readonly head: Head2D;

  constructor(parent: Element, label: string) {
    this.head = new Head2D(parent, label);
    this.element = this.head.svg;
  }

  render(pose: Pose, wall: number): void {
    this.head.render(pose, wall);
  }

  relabel(label: string): void {
    this.element.setAttribute('aria-label', label);
  }

  /** A drawing fits any size, has one view, and looks ahead. */
  resize(): void {}
  frame(): void {}
  see(): void {}

  dispose(): void {
    this.element.remove();
  }
}
