import { DataArrayTexture, LinearFilter, LinearMipmapLinearFilter, RepeatWrapping } from 'three';

/** A place on a square of cloth, 0..1 across and down: how high it stands, how light and how dull it is. */
type Place = readonly [height: number, tone: number, dull: number];
/** A square of cloth that joins itself. */
type Weave = (u: number, v: number) => Place;

/** How a kind of cloth is shown. */
interface Fabric {
  readonly weave: Weave;
  /** How steep its threads are. */
  readonly relief: number;
  /** How much it is rumpled all over, and creased where it bends. */
  readonly rumple: number;
  readonly crease: number;
  /** How much its fibres glow where one looks along it. */
  readonly sheen: number;
  /** Squares of the figure's own weave to one of this. */
  readonly large?: number;
}

const SIDE = 128;
const TURN = 2 * Math.PI;

const dot = (u: number, v: number, seed: number): number => {
  const mixed = Math.sin(u * 127.1 + v * 311.7 + seed * 74.7) * 43758.5453;
  return mixed - Math.floor(mixed);
};
const eased = (x: number): number => x * x * (3 - 2 * x);
const mixed = (a: number, b: number, share: number): number => a + (b - a) * share;
const wave = (turns: number): number => Math.cos(TURN * turns);

/** Smooth noise in -1..1 that repeats after 1, of so many cells across and down. */
function noise(u: number, v: number, across: number, down: number, seed: number): number {
  const [x, y] = [u * across, v * down];
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [s, t] = [eased(x - i), eased(y - j)];
  const at = (di: number, dj: number): number =>
    dot((((i + di) % across) + across) % across, (((j + dj) % down) + down) % down, seed);
  return 2 * mixed(mixed(at(0, 0), at(1, 0), s), mixed(at(0, 1), at(1, 1), s), t) - 1;
}

/** Noise of three octaves. */
function rough(u: number, v: number, across: number, down: number, seed: number): number {
  const octave = (k: number): number => noise(u, v, across * k, down * k, seed + k) / k;
  return (octave(1) + octave(2) + octave(4)) / 1.75;
}

/** Diagonal ribs, `wales` across; `fleck` is how unlike its fibres are. */
const twill = (wales: number, steep: number, fleck: number): Weave => (u, v) => {
  const wander = 0.16 * rough(u, v, 8, 8, 3);
  const rib = wave(wales * (u + steep * v) + wander);
  const thread = wave(3 * wales * (u - v));
  const fibre = rough(u, v, 48, 40, 5);
  return [rib + 0.25 * thread + 0.5 * fibre, 1 + 0.04 * rib + fleck * (fibre + 0.8 * noise(u, v, 16, 90, 7)), 0];
};

/** Threads over and under each other, some thicker than others. */
const plain = (threads: number, slub: number): Weave => (u, v) => {
  const [x, y] = [wave(threads * u + 0.3 * noise(u, v, 6, 12, 2)), wave(threads * v + 0.3 * noise(u, v, 12, 6, 4))];
  const thick = noise(u, v, 4, threads, 8) + noise(u, v, threads, 4, 9);
  return [x * y + slub * thick, 1 + 0.04 * x * y + 0.05 * slub * thick, 0];
};

/** Loops that hang in columns, each like the letter V. */
const knitted = (columns: number, rows: number, deep: number): Weave => (u, v) => {
  const x = u * columns - Math.floor(u * columns);
  const arm = Math.abs(x - 0.5) * 2;
  const loop = wave(v * rows + 0.42 * arm + 0.05 * noise(u, v, columns, rows, 2));
  const round = Math.sqrt(Math.max(1 - (2 * Math.abs(arm - 0.5)) ** 2, 0));
  const fuzz = rough(u, v, 40, 40, 6);
  const high = round * (0.65 + 0.35 * loop);
  return [deep * high + 0.35 * fuzz, 0.74 + 0.34 * high + 0.06 * fuzz, 0];
};

/** Ribs that run down, each a column of loops. */
const ribbed = (ribs: number): Weave => (u, v) => {
  const rib = Math.max(wave(ribs * u), -0.55);
  const loop = wave(ribs * 5 * v + 0.25 * wave(2 * ribs * u));
  return [2.4 * rib + 0.3 * loop, 0.9 + 0.16 * rib + 0.03 * loop, 0];
};

/** A twill whose white threads show between the dyed ones, which are uneven along their length. */
const jeans: Weave = (u, v) => {
  const [height] = twill(11, 1, 0)(u, v);
  const white = Math.max(-wave(11 * (u + v)) - 0.1, 0) * (0.6 + 0.4 * rough(u, v, 30, 30, 11));
  const streak = 0.16 * noise(u, v, 40, 3, 12) + 0.08 * noise(u, v, 80, 5, 13);
  return [height + 1.2 * streak, 0.93 + 0.5 * white + streak, 0];
};

/** Long floats that shine, and sprays of small leaves that are woven dull. */
const satin: Weave = (u, v) => {
  const line = wave(40 * v + 0.2 * noise(u, v, 6, 24, 3));
  // Every other row is shifted by half a spray.
  const [row, shifted] = [Math.floor(2 * v), 2 * u + 0.5 * Math.floor(2 * v)];
  const [x, y] = [shifted - Math.floor(shifted) - 0.5, 2 * v - row - 0.5];
  const [far, angle] = [Math.hypot(x, y), Math.atan2(y, x)];
  const petal = 0.16 + 0.12 * wave((5 * angle) / TURN);
  const spray = Math.max(eased(Math.min(Math.max((petal - far) / 0.03, 0), 1)) - eased(Math.min(Math.max((0.07 - far) / 0.02, 0), 1)), 0);
  return [0.25 * line * (1 - spray) + 0.3 * spray, 1 + 0.02 * line + 0.2 * spray, 0.6 * spray];
};

const crepe: Weave = (u, v) => {
  const pebble = noise(u, v, 34, 34, 3) + 0.7 * noise(u, v, 58, 58, 4);
  return [1.4 * pebble, 1 + 0.035 * pebble, 0];
};

/** A close shell with a thicker thread every few millimetres. */
const shell: Weave = (u, v) => {
  const grid = Math.max(wave(5 * u) ** 24, wave(5 * v) ** 24);
  const [height] = plain(40, 0.2)(u, v);
  return [0.35 * height + 0.9 * grid, 1 + 0.05 * grid, 0];
};

const hide: Weave = (u, v) => {
  const grain = Math.abs(noise(u, v, 20, 20, 3)) + 0.6 * Math.abs(noise(u, v, 37, 37, 4));
  return [-grain, 1, 0.1 * grain];
};

const none: Weave = () => [0, 1, 0];

/** Soft hollows all over. */
const rumpled: Weave = (u, v) => {
  const [s, t] = [u + 0.03 * noise(u, v, 3, 3, 21), v + 0.03 * noise(u, v, 3, 3, 22)];
  const broad = rough(s, t, 4, 3, 23);
  const sharp = 1 - Math.abs(noise(s, t, 6, 5, 24));
  return [8 * broad + 3 * sharp * sharp, 1 + 0.05 * rough(u, v, 5, 5, 25), 0];
};

/** Ridges across a limb, which part and meet. */
const creased: Weave = (u, v) => {
  const t = v + 0.05 * noise(u, v, 3, 3, 31) + 0.02 * noise(u, v, 6, 6, 32);
  const ridge = (seed: number, across: number, down: number): number => (1 - Math.abs(noise(u, t, across, down, seed))) ** 3;
  return [6 * ridge(33, 3, 7) + 3 * ridge(34, 4, 13), 1, 0];
};

const NOTHING: Fabric = { weave: none, relief: 0, rumple: 0, crease: 0, sheen: 0 };

/** Kinds of cloth by the names that figures' files give them. */
const FABRICS: ReadonlyMap<string, Fabric> = new Map<string, Fabric>([
  ['smooth', NOTHING],
  ['leather', { weave: hide, relief: 0.25, rumple: 0.03, crease: 0.1, sheen: 0 }],
  ['wool', { weave: twill(20, 1, 0.06), relief: 0.14, rumple: 0.08, crease: 0.32, sheen: 1 }],
  ['gabardine', { weave: twill(16, 2, 0.04), relief: 0.16, rumple: 0.1, crease: 0.4, sheen: 0.7 }],
  ['drill', { weave: twill(20, 1, 0.02), relief: 0.1, rumple: 0.12, crease: 0.4, sheen: 0.3 }],
  ['poplin', { weave: plain(26, 0.5), relief: 0.1, rumple: 0.18, crease: 0.6, sheen: 0.3 }],
  ['knit', { weave: knitted(12, 14, 3.2), relief: 0.3, rumple: 0.2, crease: 0.5, sheen: 1.6 }],
  ['rib', { weave: ribbed(8), relief: 0.3, rumple: 0.1, crease: 0.3, sheen: 1.4 }],
  ['jersey', { weave: knitted(28, 32, 1.4), relief: 0.1, rumple: 0.15, crease: 0.45, sheen: 0.5 }],
  ['denim', { weave: jeans, relief: 0.3, rumple: 0.2, crease: 0.7, sheen: 0.4 }],
  ['satin', { weave: satin, relief: 0.1, rumple: 0.06, crease: 0.14, sheen: 1.8, large: 3 }],
  ['crepe', { weave: crepe, relief: 0.08, rumple: 0.09, crease: 0.3, sheen: 1.2 }],
  ['nylon', { weave: shell, relief: 0.12, rumple: 0.13, crease: 0.55, sheen: 0.5 }],
  ['canvas', { weave: plain(18, 0.8), relief: 0.3, rumple: 0.2, crease: 0.5, sheen: 0.3 }],
]);
const NAMES = [...FABRICS.keys()];
const LAYERS: readonly Weave[] = [...[...FABRICS.values()].map(({ weave }) => weave), rumpled, creased];

/** Layers of the picture that hold what all cloth does. */
export const RUMPLED = NAMES.length;
export const CREASED = RUMPLED + 1;

/** What the shader knows of a kind of cloth; a name from a file that is none of ours is smooth. */
export function traits(name: unknown): readonly number[] {
  const layer = Math.max(NAMES.indexOf(String(name)), 0);
  const { relief, rumple, crease, sheen, large = 1 } = FABRICS.get(NAMES[layer] ?? '') ?? NOTHING;
  return [layer, relief, rumple, crease, sheen, large];
}

/** Slopes to the right and down in red and green, 0.5 level; lightness, 0.5 usual; dullness. */
export function drawn(weave: Weave, into: Uint8Array): void {
  const places = Array.from({ length: SIDE * SIDE }, (_, i) => weave((i % SIDE) / SIDE, Math.floor(i / SIDE) / SIDE));
  const height = (x: number, y: number): number => places[(y % SIDE) * SIDE + (x % SIDE)]?.[0] ?? 0;
  places.forEach(([, tone, dull], i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const right = (height(x + 1, y) - height(x + SIDE - 1, y)) / 2;
    const down = (height(x, y + 1) - height(x, y + SIDE - 1)) / 2;
    into.set([right, down, tone - 1, dull - 0.5].map((value) => Math.round(255 * Math.min(Math.max(0.5 + value / 2, 0), 1))), 4 * i);
  });
}

let picture: DataArrayTexture | null = null;

/** One picture with a layer for each weave, which all figures share. */
export function weaves(): DataArrayTexture {
  if (picture !== null) return picture;
  const texels = new Uint8Array(4 * SIDE * SIDE * LAYERS.length);
  LAYERS.forEach((weave, layer) => drawn(weave, texels.subarray(4 * SIDE * SIDE * layer, 4 * SIDE * SIDE * (layer + 1))));
  picture = new DataArrayTexture(texels, SIDE, SIDE, LAYERS.length);
  picture.wrapS = RepeatWrapping;
  picture.wrapT = RepeatWrapping;
  picture.magFilter = LinearFilter;
  picture.minFilter = LinearMipmapLinearFilter;
  picture.generateMipmaps = true;
  picture.needsUpdate = true;
  return picture;
}
