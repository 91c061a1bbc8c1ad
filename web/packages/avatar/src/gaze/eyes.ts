import { FACE, type FaceName } from '../motion/names.ts';
import { type Angles, clamp, radians } from './angles.ts';

/** The turn of an eye at a coefficient of 1. */
const FULL = { out: radians(30), up: radians(25), down: radians(30) } as const;
/** Beyond this the head must help: eyes turn further for moments only. */
const LIMIT = { yaw: radians(32), up: radians(22), down: radians(28) } as const;
/** From this share of a limit on, the way gets stiffer. */
const KNEE = 0.75;

export type EyeSide = 'Left' | 'Right';

/** What eyes can do of `angles`, seen from the head. */
export function withinReach({ yaw, pitch }: Angles): Angles {
  return { yaw: eased(yaw, LIMIT.yaw), pitch: eased(pitch, pitch > 0 ? LIMIT.up : LIMIT.down) };
}

/** The mean turn of both eyes that the eight looking coefficients of `face` stand for. */
export function glanceOf(face: Float32Array): Angles {
  const get = (name: FaceName): number => face[FACE[name]] ?? 0;
  const left = get('eyeLookOutLeft') + get('eyeLookInRight') - get('eyeLookInLeft') - get('eyeLookOutRight');
  const up = get('eyeLookUpLeft') + get('eyeLookUpRight');
  const down = get('eyeLookDownLeft') + get('eyeLookDownRight');
  return { yaw: (FULL.out * left) / 2, pitch: (FULL.up * up - FULL.down * down) / 2 };
}

/** Write how one eye is turned into the four looking coefficients of its side: lids go with it. */
export function writeLook(face: Float32Array, side: EyeSide, { yaw, pitch }: Angles): void {
  const outward = side === 'Left' ? yaw : -yaw;
  face[FACE[`eyeLookOut${side}`]] = clamp(outward / FULL.out, 0, 1);
  face[FACE[`eyeLookIn${side}`]] = clamp(-outward / FULL.out, 0, 1);
  face[FACE[`eyeLookUp${side}`]] = clamp(pitch / FULL.up, 0, 1);
  face[FACE[`eyeLookDown${side}`]] = clamp(-pitch / FULL.down, 0, 1);
}

/** `angle` as it is up to the knee, then ever less, never beyond `limit`. */
function eased(angle: number, limit: number): number {
  const knee = KNEE * limit;
  const over = Math.abs(angle) - knee;
  if (over <= 0) return angle;
  const room = limit - knee;
  return Math.sign(angle) * (knee + room * Math.tanh(over / room));
}
