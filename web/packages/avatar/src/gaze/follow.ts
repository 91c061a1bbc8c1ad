import { AHEAD, type Angles, radians, smoothstep } from './angles.ts';

/** Near the middle eyes do nearly all; further out the head takes this share. */
const NEAR_SHARE = 0.15;
const FAR_SHARE = 0.55;
const NEAR = radians(8);
const FAR = radians(38);
/** Nodding down to look is less usual than turning to look. */
const NOD = 0.7;
const MOST: Angles = { yaw: radians(38), pitch: radians(16) };
/** Of the critically damped movement, 1/s: there after about half a second. */
const STIFFNESS = 9;
const LONGEST_STEP = 0.1;

/** The head's part in looking somewhere: it follows the eyes slowly, and only some of the way. */
export class HeadFollow {
  private angle: Angles | null = null;
  private speed: Angles = AHEAD;

  /** How far the head has turned `passed` seconds on, on its way towards its share of `aim`. */
  toward(aim: Angles, passed: number): Angles {
    const goal = headShare(aim);
    if (this.angle === null) this.angle = goal;
    const step = Math.min(LONGEST_STEP, passed);
    const yaw = damped(this.angle.yaw, this.speed.yaw, goal.yaw, step);
    const pitch = damped(this.angle.pitch, this.speed.pitch, goal.pitch, step);
    this.angle = { yaw: yaw.place, pitch: pitch.place };
    this.speed = { yaw: yaw.speed, pitch: pitch.speed };
    return this.angle;
  }

  reset(): void {
    this.angle = null;
    this.speed = AHEAD;
  }
}

/** How much of looking `aim` the head takes on in the end. */
export function headShare(aim: Angles): Angles {
  return {
    yaw: bounded(shareOf(aim.yaw), MOST.yaw),
    pitch: bounded(NOD * shareOf(aim.pitch), MOST.pitch),
  };
}

function shareOf(angle: number): number {
  return angle * (NEAR_SHARE + (FAR_SHARE - NEAR_SHARE) * smoothstep(NEAR, FAR, Math.abs(angle)));
}

function bounded(angle: number, most: number): number {
  return Math.min(most, Math.max(-most, angle));
}

/** The exact course of a critically damped spring, so that any frame rate gives the same. */
function damped(place: number, speed: number, goal: number, passed: number): { place: number; speed: number } {
  const off = place - goal;
  const rate = speed + STIFFNESS * off;
  const decay = Math.exp(-STIFFNESS * passed);
  return { place: goal + (off + rate * passed) * decay, speed: (speed - STIFFNESS * rate * passed) * decay };
}
