import { BLACK, type Mesh, type Paint } from './mesh.ts';
import { between } from './random.ts';
import type { Room } from './room.ts';
import { add, cross, mixed, scaled, type Triple, unit } from './vector.ts';

/** Upright or level battens along x from `low` to `high`, each of its own tone between `dark` and `light`. */
export function slats(room: Room, random: () => number, low: Triple, high: Triple, along: 0 | 2, pitch: number, tones: [Triple, Triple]): void {
  const count = Math.floor((high[along] - low[along]) / pitch);
  for (let i = 0; i < count; i++) {
    const start = low[along] + i * pitch;
    const [a, b]: [number[], number[]] = [[...low], [...high]];
    a[along] = start;
    b[along] = start + pitch * 0.55;
    room.body.box(a as unknown as Triple, b as unknown as Triple, { albedo: mixed(tones[0], tones[1], random()) }, 0.7);
  }
}

/** A leaf: a sheet that starts at `root`, heads for `direction` and sinks under its weight. */
export function leaf(mesh: Mesh, root: Triple, direction: Triple, size: { length: number; width: number; sag: number }, paint: Paint): void {
  const ahead = unit(direction);
  const across = unit(cross(ahead, Math.abs(ahead[1]) > 0.95 ? [1, 0, 0] : [0, 1, 0]));
  const up = cross(across, ahead);
  const steps = 4;
  mesh.grid(2, steps, (s, t) => {
    const run = add(scaled(ahead, t * size.length), [0, -size.sag * size.length * t * t, 0]);
    const width = size.width * Math.sin(Math.PI * Math.min(1, 0.06 + t * 0.94)) ** 0.8 * (s - 0.5);
    // Folded along the rib, so that the two halves catch different light.
    const rise = scaled(up, Math.abs(s - 0.5) * size.width * 0.35);
    const normal = unit(add(up, scaled(across, (s - 0.5) * -1.1)));
    return [add(add(root, run), add(scaled(across, width), rise)), normal];
  }, { ...paint, thin: true });
}

/** A potted plant at `foot`, `height` metres: arching stems with leaves on both sides. */
export function palm(room: Room, random: () => number, foot: Triple, height: number, pot: Paint): void {
  const [x, , z] = foot;
  const rim = height * 0.2;
  const r = height * 0.11;
  room.body.lathe(foot, [[r * 0.72, 0], [r * 0.86, rim * 0.3], [r, rim], [r * 0.92, rim], [r * 0.85, rim * 0.9], [0.001, rim * 0.88]], pot, 18);
  room.shade([x - r * 0.8, 0, z - r * 0.8], [x + r * 0.8, rim, z + r * 0.8], pot);
  const stems = 11;
  for (let k = 0; k < stems; k++) {
    const turn = (2 * Math.PI * k) / stems + between(random, -0.3, 0.3);
    const lean = between(random, 0.12, 0.62);
    const rise = height * between(random, 0.55, 0.86);
    for (let j = 2; j <= 9; j++) {
      const t = j / 9;
      const out = lean * height * 0.75 * t * t;
      const at: Triple = [x + Math.cos(turn) * out, rim + rise * t * (1 - 0.16 * lean * t), z + Math.sin(turn) * out];
      for (const side of j === 9 ? [0] : [-1, 1]) {
        const heading = turn + side * between(random, 0.7, 1.2);
        const direction: Triple = [Math.cos(heading), between(random, 0.05, 0.65), Math.sin(heading)];
        leaf(room.body, at, direction, { length: height * between(random, 0.16, 0.24), width: height * 0.034, sag: between(random, 0.2, 0.55) }, leafPaint(random));
      }
    }
  }
}

/** A small tree with broad leaves around a thin trunk. */
export function fig(room: Room, random: () => number, foot: Triple, height: number, pot: Paint): void {
  const [x, , z] = foot;
  const rim = height * 0.2;
  const r = height * 0.12;
  room.body.lathe(foot, [[r * 0.8, 0], [r, rim * 0.5], [r, rim], [r * 0.9, rim], [0.001, rim * 0.9]], pot, 18);
  room.shade([x - r * 0.8, 0, z - r * 0.8], [x + r * 0.8, rim, z + r * 0.8], pot);
  room.body.lathe([x, rim * 0.9, z], [[0.018, 0], [0.014, height * 0.5], [0.006, height * 0.75]], { albedo: [0.09, 0.065, 0.045] }, 7);
  for (let k = 0; k < 64; k++) {
    const t = between(random, 0.3, 1);
    const turn = k * 2.4;
    const reach = height * 0.15 * (1.25 - t) * random();
    const root: Triple = [x + Math.cos(turn) * reach, rim + height * 0.74 * t, z + Math.sin(turn) * reach];
    const direction: Triple = [Math.cos(turn), between(random, -0.1, 0.9), Math.sin(turn)];
    leaf(room.body, root, direction, { length: height * between(random, 0.13, 0.2), width: height * between(random, 0.08, 0.12), sag: between(random, 0.1, 0.5) }, leafPaint(random));
  }
}

function leafPaint(random: () => number): Paint {
  const shade = mixed([0.03, 0.085, 0.03], [0.15, 0.27, 0.075], random() ** 1.4);
  return { albedo: shade };
}

/** A bank of foliage seen through a window: round dabs of leaf that glow in daylight, gaps of sky between them. */
export function foliage(mesh: Mesh, random: () => number, low: Triple, high: Triple, count: number, glow: (height: number) => Triple): void {
  for (let k = 0; k < count; k++) {
    const height = random() ** 1.25;
    const at: Triple = [between(random, low[0], high[0]), low[1] + (high[1] - low[1]) * height, between(random, low[2], high[2])];
    dab(mesh, at, between(random, 0.05, 0.2), scaled(glow(height), between(random, 0.4, 1.35)));
  }
}

/** A six-cornered spot that shines, seen alike from everywhere. */
export function dab(mesh: Mesh, at: Triple, radius: number, glow: Triple): void {
  const paint = { albedo: BLACK, glow };
  const first = mesh.corners;
  for (let k = 0; k < 6; k++) {
    const turn = (Math.PI / 3) * k;
    const out = radius * Math.cos(turn);
    mesh.corner([at[0] + out, at[1] + radius * Math.sin(turn), at[2] + out], [0, 0, 1], paint);
    if (k > 1) mesh.indices.push(first, first + k - 1, first + k);
  }
}
