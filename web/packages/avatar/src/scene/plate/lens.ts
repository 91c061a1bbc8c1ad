import { Matrix4, type PerspectiveCamera } from 'three';

/** Where the plate is taken from and what it covers, as slopes (tangents) seen from `eye`; metres. */
export interface Station {
  eye: readonly [number, number, number];
  left: number;
  right: number;
  bottom: number;
  top: number;
  /** Distance of the plane that stays sharp: the figure's. */
  focus: number;
  /** Radius of the lens. */
  aperture: number;
}

/** Far enough back and wide enough for every framing from a portrait kiosk to a wide banner. */
export const STATION: Station = { eye: [0, 1.3, 4.2], left: -0.7, right: 0.7, bottom: -0.4, top: 0.3, focus: 4.2, aperture: 0.042 };

const NEAR = 0.5;
const FAR = 60;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Points spread evenly over the unit disc (Vogel 1979). */
export function disc(i: number, of: number): [number, number] {
  const r = Math.sqrt((i + 0.5) / of);
  return [r * Math.cos(i * GOLDEN), r * Math.sin(i * GOLDEN)];
}

/** The fractional part of `i` steps of an irrational stride: evenly spread for any count. */
const strided = (i: number, stride: number): number => (0.5 + i * stride) % 1;

/**
 * Point `camera` through the place on the lens of exposure `i`: the focus plane stays where it is,
 * everything else moves by its blur. Edges are smoothed by a shift of less than a pixel.
 */
export function expose(camera: PerspectiveCamera, station: Station, i: number, of: number, width: number, height: number): void {
  const [x, y] = disc(i, of).map((d) => d * station.aperture) as [number, number];
  const px = ((strided(i, 0.7549) - 0.5) * (station.right - station.left)) / width;
  const py = ((strided(i, 0.5698) - 0.5) * (station.top - station.bottom)) / height;
  const dx = px - x / station.focus;
  const dy = py - y / station.focus;
  camera.position.set(station.eye[0] + x, station.eye[1] + y, station.eye[2]);
  camera.rotation.set(0, 0, 0);
  camera.updateMatrixWorld();
  camera.projectionMatrix.makePerspective(
    NEAR * (station.left + dx), NEAR * (station.right + dx), NEAR * (station.top + dy), NEAR * (station.bottom + dy), NEAR, FAR);
  camera.projectionMatrixInverse.copy(new Matrix4().copy(camera.projectionMatrix).invert());
}

/** Radius of the blur of something `distance` away, in slope. */
export function blur(station: Station, distance: number): number {
  return station.aperture * Math.abs(1 / distance - 1 / station.focus);
}
