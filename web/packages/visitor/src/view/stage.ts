import { Head2D, type Pose } from '@qingzhi/avatar';

/** The place where the figure stands: for now the drawn one. */
export class Stage {
  private readonly head: Head2D;
  private frame = 0;

  constructor(
    root: HTMLElement,
    label: string,
  ) {
    this.head = new Head2D(root, label);
  }

  label(text: string): void {
    this.head.svg.setAttribute('aria-label', text);
  }

  /** Draw; a resting figure takes every second frame only. */
  draw(pose: Pose, wall: number, lively: boolean): void {
    this.frame += 1;
    if (!lively && this.frame % 2 === 1) return;
    this.head.render(pose, wall);
  }
}
