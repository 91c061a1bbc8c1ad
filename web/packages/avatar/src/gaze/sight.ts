import type { Gaze } from '../motion/segment.ts';
import { type Angles, type Point, anglesOf, minus, plus, radians } from './angles.ts';

/** What the figure can look at, in its own axes. */
export interface Sight {
  /** Between the visitor's eyes. */
  readonly visitor: Point;
  /** Where on the glass between the two a place of the screen lies: −1..1, to the visitor's right and up. */
  screen(x: number, y: number): Point;
}

/** How far `away` looks past the visitor at offsets of 1. */
const AWAY = { yaw: radians(45), pitch: radians(35) } as const;

/** Direction and distance from `eyes` to where `gaze` goes. */
export function aimOf(gaze: Gaze, sight: Sight, eyes: Point): { angles: Angles; distance: number } {
  const seen = minus(gaze.at === 'screen' ? sight.screen(gaze.x, gaze.y) : sight.visitor, eyes);
  const straight = anglesOf(seen);
  // The visitor's right is the figure's left.
  const past = gaze.at === 'away' ? { yaw: AWAY.yaw * gaze.x, pitch: AWAY.pitch * gaze.y } : { yaw: 0, pitch: 0 };
  return { angles: plus(straight, past), distance: Math.hypot(...seen) };
}
