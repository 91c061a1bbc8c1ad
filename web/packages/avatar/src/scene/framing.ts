import { Vector3 } from 'three';

/** How much of the figure is in the picture. */
export const VIEWS = ['face', 'bust', 'waist', 'half', 'full'] as const;

export type View = (typeof VIEWS)[number];

/** A level camera: where it stands, what it looks at, metres, and its vertical field of view, degrees. */
export interface Framing {
  position: Vector3;
  target: Vector3;
  fov: number;
}

/** What a view has to show of a figure of 1.65 m, metres: down to `bottom`, `half` to each side of the middle. */
interface Composition {
  bottom: number;
  half: number;
  /** Height of the eyes in the picture, 0 at the top, 1 at the bottom. */
  eyes: number;
  fov: number;
}

/** Height of the eyes for which the cameras stand, metres; raise them for a figure that is taller. */
export const EYES = 1.53;

const COMPOSITIONS: Record<View, Composition> = {
  face: { bottom: 1.3, half: 0.15, eyes: 0.4, fov: 20 },
  bust: { bottom: 1.06, half: 0.27, eyes: 0.33, fov: 22 },
  waist: { bottom: 0.94, half: 0.32, eyes: 0.33, fov: 23 },
  half: { bottom: 0.62, half: 0.4, eyes: 0.27, fov: 24 },
  full: { bottom: -0.1, half: 0.45, eyes: 0.2, fov: 26 },
};

/** In a wide picture the figure stands this share of the width to the left of the middle at most. */
const ASIDE = 0.06;

/** An upright picture takes in less of the room: a shorter lens, by up to `SHORTER` degrees, gives some of it back. */
const SHORTER = 4;
const WIDEST = 28;

/** Where the camera stands for `view` in a picture `aspect` times as wide as high. */
export function framing(view: View, aspect: number): Framing {
  return frame(COMPOSITIONS[view], aspect > 0 && Number.isFinite(aspect) ? aspect : 1);
}

function frame({ bottom, half, eyes, fov: long }: Composition, aspect: number): Framing {
  const fov = Math.min(WIDEST, long + SHORTER * Math.min(1, Math.max(0, (1 - aspect) / 0.4)));
  const height = Math.max((EYES - bottom) / (1 - eyes), (2 * half) / aspect);
  const y = EYES + (eyes - 0.5) * height;
  const aside = ASIDE * Math.min(1, Math.max(0, (aspect - 1.65) / 0.5));
  const x = aside * height * aspect;
  const distance = height / 2 / Math.tan((fov * Math.PI) / 360);
  return { position: new Vector3(x, y, distance), target: new Vector3(x, y, 0), fov };
}
