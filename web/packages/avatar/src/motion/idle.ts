import { writeLook } from '../gaze/eyes.ts';
import { Glance } from './glance.ts';
import { BONE, FACE } from './names.ts';
import { quaternionOf } from './quaternion.ts';
import { restArms } from './rest.ts';
import type { Pose } from './segment.ts';

const CLOSING = 0.07;
const OPENING = 0.15;
const BREATH_PERIOD = 4.2;

/** Breathing, blinking and a slight sway for when no motion comes: the figure never freezes. */
export class Idle {
  /** 0: only blinks, for visitors who asked for reduced motion; 1: all. */
  liveliness = 1;
  private blinkAt = 1.2;
  private readonly glance: Glance;

  constructor(private readonly random: () => number = Math.random) {
    this.glance = new Glance(random);
  }

  /** Write the idle state at `wall` seconds into `pose`. */
  apply(wall: number, pose: Pose): void {
    restArms(pose);
    const lids = this.blink(wall);
    pose.face[FACE.eyeBlinkLeft] = lids;
    pose.face[FACE.eyeBlinkRight] = lids;
    if (this.liveliness > 0) this.look(wall, pose.face);
    pose.face[FACE.mouthSmileLeft] = 0.12;
    pose.face[FACE.mouthSmileRight] = 0.12;
    const breath = Math.sin((2 * Math.PI * wall) / BREATH_PERIOD) * this.liveliness;
    pose.hips[1] = 0.002 * breath;
    const sway = this.liveliness;
    setBone(pose, BONE.head, {
      yaw: sway * 0.022 * drift(wall, 0),
      pitch: sway * (0.012 * drift(wall, 1) + 0.006 * breath),
      roll: sway * 0.014 * drift(wall, 2),
    });
    setBone(pose, BONE.upperChest, { yaw: 0, pitch: -0.006 * breath, roll: sway * 0.006 * drift(wall, 3) });
  }

  private look(wall: number, face: Float32Array): void {
    const turn = this.glance.at(wall);
    writeLook(face, 'Left', turn);
    writeLook(face, 'Right', turn);
  }

  /** Lid closure 0..1; plans the next blink 2–6 s ahead once one is over, now and then a double one. */
  private blink(wall: number): number {
    const since = wall - this.blinkAt;
    if (since > CLOSING + OPENING) {
      const again = this.random() < 0.12;
      this.blinkAt = wall + (again ? 0.08 : 2 + 4 * this.random());
      return 0;
    }
    if (since < 0) return 0;
    return since < CLOSING ? since / CLOSING : 1 - (since - CLOSING) / OPENING;
  }
}

/** A smooth wandering −1..1 that doesn't repeat within minutes. */
function drift(wall: number, which: number): number {
  const phase = which * 1.7;
  return 0.6 * Math.sin(0.47 * wall + phase) + 0.4 * Math.sin(0.83 * wall * (1 + 0.07 * which) + 2 * phase);
}

function setBone(pose: Pose, bone: number, turn: Parameters<typeof quaternionOf>[0]): void {
  pose.bones.set(quaternionOf(turn), 4 * bone);
}
