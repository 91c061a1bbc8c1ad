import type { Mesh, Paint } from './mesh.ts';
import { add, scaled, type Triple, unit } from './vector.ts';

/** A disc or a part of one around `middle`, facing +z; angles from +x towards +y. */
export function disc(mesh: Mesh, middle: Triple, radius: number, paint: Paint, from = 0, to = 2 * Math.PI): void {
  mesh.grid(36, 6, (s, t) => {
    const turn = from + (to - from) * s;
    return [add(middle, scaled([Math.cos(turn), Math.sin(turn), 0], radius * t)), [0, 0, 1]];
  }, paint);
}

/** A round bar bent to a circle that faces +z. */
export function hoop(mesh: Mesh, middle: Triple, radius: number, thickness: number, paint: Paint, from = 0, to = 2 * Math.PI): void {
  mesh.grid(48, 8, (s, t) => {
    const [turn, around] = [from + (to - from) * s, 2 * Math.PI * t];
    const out: Triple = [Math.cos(turn), Math.sin(turn), 0];
    const normal = unit(add(scaled(out, Math.cos(around)), [0, 0, Math.sin(around)]));
    return [add(add(middle, scaled(out, radius)), scaled(normal, thickness)), normal];
  }, paint);
}

/** A standing slab with a round top: `foot` is the middle of its lower front edge. */
export function arch(mesh: Mesh, foot: Triple, width: number, height: number, depth: number, paint: Paint): void {
  const [x, y, z] = foot;
  const r = width / 2;
  const rise = height - r;
  mesh.quad([x - r, y, z], [width, 0, 0], [0, rise, 0], paint, 0.2);
  disc(mesh, [x, y + rise, z], r, paint, 0, Math.PI);
  mesh.quad([x - r, y, z - depth], [0, 0, depth], [0, rise, 0], paint, 0.2);
  mesh.quad([x + r, y, z], [0, 0, -depth], [0, rise, 0], paint, 0.2);
  mesh.grid(24, 1, (s, t) => {
    const turn = Math.PI * s;
    const normal: Triple = [Math.cos(turn), Math.sin(turn), 0];
    return [[x + r * normal[0], y + rise + r * normal[1], z - depth * t], normal];
  }, paint);
}

/** A ball, or a pebble when `squash` < 1. */
export function ball(mesh: Mesh, middle: Triple, radius: number, paint: Paint, squash = 1): void {
  mesh.grid(24, 14, (s, t) => {
    const [turn, tilt] = [-2 * Math.PI * s, Math.PI * (t - 0.5)];
    const normal: Triple = [Math.cos(turn) * Math.cos(tilt), Math.sin(tilt), Math.sin(turn) * Math.cos(tilt)];
    return [add(middle, [radius * normal[0], radius * squash * normal[1], radius * normal[2]]), normal];
  }, paint);
}

/** A round column or tube from `foot` upwards. */
export function column(mesh: Mesh, foot: Triple, radius: number, height: number, paint: Paint): void {
  const rings = Math.max(2, Math.ceil(height / 0.35));
  mesh.lathe(foot, Array.from({ length: rings + 1 }, (_, i) => [radius, (height * i) / rings] as const), paint, 24);
}
