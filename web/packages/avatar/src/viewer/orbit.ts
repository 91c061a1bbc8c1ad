import type { Orbit } from '../stage3d/scene.ts';

/** Where the camera stands unless somebody moves it. */
export const FRONT: Orbit = { yaw: 0, pitch: 0, zoom: 1, lift: 0 };

/** Radians: the camera stays above the floor and below the ceiling. */
const PITCH = { least: -0.12, most: 0.45 } as const;
const ZOOM = { least: 0.8, most: 4 } as const;
/** Metres that the camera may go up and down. */
const LIFT = 0.8;
/** Radians for the width of the picture. */
const SWEEP = Math.PI * 1.2;
const TILT = 0.9;
const STEP = Math.PI / 12;
const PITCH_STEP = 0.08;
const ZOOM_STEP = 1.2;

/** Go round the figure as a hand drags it: shares of the picture's width and height. */
export function dragged(orbit: Orbit, right: number, down: number): Orbit {
  return held({ ...orbit, yaw: orbit.yaw - right * SWEEP, pitch: orbit.pitch + down * TILT });
}

/** Come nearer, by a factor. */
export function zoomed(orbit: Orbit, factor: number): Orbit {
  return held({ ...orbit, zoom: orbit.zoom * factor });
}

/** Raise the camera by a share of the picture's height. */
export function lifted(orbit: Orbit, up: number): Orbit {
  return held({ ...orbit, lift: orbit.lift + up / orbit.zoom });
}

/** What a key does; `null`: nothing. */
export function keyed(orbit: Orbit, key: string): Orbit | null {
  const made = KEYS[key];
  return made === undefined ? null : held(made(orbit));
}

const KEYS: Readonly<Record<string, (orbit: Orbit) => Orbit>> = {
  ArrowLeft: (orbit) => ({ ...orbit, yaw: orbit.yaw - STEP }),
  ArrowRight: (orbit) => ({ ...orbit, yaw: orbit.yaw + STEP }),
  ArrowUp: (orbit) => ({ ...orbit, pitch: orbit.pitch + PITCH_STEP }),
  ArrowDown: (orbit) => ({ ...orbit, pitch: orbit.pitch - PITCH_STEP }),
  PageUp: (orbit) => ({ ...orbit, lift: orbit.lift + 0.1 }),
  PageDown: (orbit) => ({ ...orbit, lift: orbit.lift - 0.1 }),
  '+': (orbit) => ({ ...orbit, zoom: orbit.zoom * ZOOM_STEP }),
  '=': (orbit) => ({ ...orbit, zoom: orbit.zoom * ZOOM_STEP }),
  '-': (orbit) => ({ ...orbit, zoom: orbit.zoom / ZOOM_STEP }),
  Home: () => FRONT,
};

function held({ yaw, pitch, zoom, lift }: Orbit): Orbit {
  return {
    yaw,
    pitch: within(pitch, PITCH.least, PITCH.most),
    zoom: within(zoom, ZOOM.least, ZOOM.most),
    lift: within(lift, -LIFT, LIFT),
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
