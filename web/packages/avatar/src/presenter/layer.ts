import type { Point } from '../gaze/angles.ts';
import type { Pose } from '../motion/segment.ts';
import type { Cost, ViewName } from '../stage3d/scene.ts';
import type { Level } from './ladder.ts';

/** One way to show the figure. */
export interface Layer {
  readonly level: Level;
  readonly element: HTMLElement | SVGElement;
  readonly cost: Cost | null;
  render(pose: Pose, wall: number): void;
  /** The parent's size in CSS pixels, and device pixels for each. */
  resize(width: number, height: number, ratio: number): void;
  frame(view: ViewName): void;
  relabel(label: string): void;
  /** Where the visitor was seen: metres to their right, up and nearer than expected. */
  see(offset: Point | null): void;
  dispose(): void;
}
