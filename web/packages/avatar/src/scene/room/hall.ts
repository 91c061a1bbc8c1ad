import { BLACK } from './mesh.ts';
import { dab, foliage, palm, slats } from './parts.ts';
import { between, seeded } from './random.ts';
import { Room } from './room.ts';
import { column, disc, hoop } from './round.ts';
import { linear, mixed, scaled, type Triple } from './vector.ts';

const OAK: [Triple, Triple] = [linear(0xb59d82), linear(0xd5c2a8)];
const PLASTER = linear(0xf0ebe3);
const STONE = linear(0xd8d2c8);
const TOP = linear(0xf3f0ea);
const FRAME = linear(0x6b716f);
const SEAT = linear(0x86a3a0);
const WARM: Triple = [1, 0.88, 0.73];
const DAY: Triple = [0.9, 0.96, 1];
const SIGNS: readonly Triple[] = [[0.36, 0.78, 0.76], [0.95, 0.7, 0.42]];

const BACK = -12.6;
const CEILING = 3.3;
/** The service windows: x of the counter's front, z of the first and the last divider, their spacing. */
const COUNTER = { front: -1.5, near: -3.4, far: -11.4, pitch: 1.6 };

/** A government service hall: service windows down the left, daylight on the right, a timber wall with a round window. */
export function hall(): Room {
  const room = new Room(11);
  const random = seeded(room.seed);
  shell(room);
  lights(room);
  glazing(room, random);
  counter(room);
  backOffice(room);
  slats(room, random, [-1.5, 0, BACK + 0.02], [4.3, CEILING, BACK + 0.1], 0, 0.15, OAK);
  roundWindow(room, random);
  waiting(room);
  planting(room, random);
  return room;
}

function shell(room: Room): void {
  room.ground(7, -13, { albedo: stone });
  room.block([-6, 0, BACK - 0.2], [6, CEILING, BACK], { albedo: OAK[0] });
  room.block([-4.4, 0, BACK], [-4.2, CEILING, 9], { albedo: PLASTER });
  room.block([-6, CEILING, BACK], [6, CEILING + 0.2, 9], { albedo: PLASTER });
  room.shade([-9, 0, 8.8], [9, CEILING, 9], { albedo: [0.5, 0.5, 0.5] });
  for (const z of [-4.4, -9.2]) column(room.body, [2.75, 0, z], 0.24, CEILING, { albedo: PLASTER });
}

/** Large pale slabs, each a little different. */
function stone([x, , z]: Triple): Triple {
  const cell = Math.sin(Math.floor(x / 1.2) * 12.9 + Math.floor(z / 1.2) * 78.2) * 43758.5;
  return scaled(STONE, 0.94 + 0.08 * (cell - Math.floor(cell)));
}

/** Two slim strips that run away from the viewer, a wash down the timber wall, bounce from the floor in front. */
function lights(room: Room): void {
  for (const x of [-0.75, 1.75]) {
    room.lamp([x + 0.07, CEILING - 0.005, -12], [-0.14, 0, 0], [0, 0, 16], scaled(WARM, 12), scaled(WARM, 2.6));
  }
  room.hiddenLamp([4.2, CEILING - 0.1, BACK + 0.7], [-5.6, 0, 0], [0, -0.1, -0.25], scaled(WARM, 12));
  room.hiddenLamp([-3, 0.05, 4], [5.5, 0, 0], [0, 0, -12], [0.22, 0.205, 0.19]);
}

/** A glazed front on the right, greenery and sky behind it, in slim frames. */
function glazing(room: Room, random: () => number): void {
  room.hiddenLamp([4.25, 0.3, 3], [0, 2.9, 0], [0, 0, -15], scaled(DAY, 2.6));
  room.body.quad([9, -1, 3], [0, 0, -20], [0, CEILING + 3, 0], { albedo: [0, 0, 0], glow: sky }, 0.6);
  foliage(room.body, random, [6.2, 0.1, -14], [8.8, 2.5, 1], 1500, (h) => mixed([0.2, 0.34, 0.17], [0.8, 0.98, 0.62], h));
  for (let z = -12.4; z < 3; z += 2.1) room.body.box([4.25, 0, z], [4.35, CEILING, z + 0.08], { albedo: FRAME });
  room.body.box([4.25, 2.5, BACK], [4.35, 2.55, 3], { albedo: FRAME });
  room.body.box([4.2, 0, BACK], [4.4, 0.25, 3], { albedo: PLASTER });
}

function sky([, y]: Triple): Triple {
  return mixed([0.75, 0.86, 0.8], [1.5, 1.62, 1.7], Math.min(1, y / 2.6));
}

/** Timber front, white top, dividers and a lit blade sign at every window, under a soffit with a line of light. */
function counter(room: Room): void {
  const { front, near, far, pitch } = COUNTER;
  room.block([front - 0.55, 0, far], [front, 1.02, near], { albedo: OAK[1] }, 0.3);
  room.block([front - 0.7, 1.02, far], [front + 0.12, 1.07, near + 0.06], { albedo: TOP }, 0.3);
  room.lamp([front + 0.1, 1.015, far], [-0.08, 0, 0], [0, 0, near - far], scaled(WARM, 5), scaled(WARM, 2));
  room.block([-4.2, 2.62, far - 0.4], [front + 0.1, CEILING, near + 0.3], { albedo: ([, , z]) => mixed(OAK[0], OAK[1], 0.5 + 0.5 * Math.sin(z * 9)) }, 0.25);
  room.lamp([front + 0.05, 2.615, far], [-0.12, 0, 0], [0, 0, near - far], scaled(WARM, 9), scaled(WARM, 3));
  room.lamp([-3, 2.6, far], [-0.3, 0, 0], [0, 0, near - far], scaled(WARM, 4), scaled(WARM, 2.2));
  room.glass.quad([front - 0.25, 1.07, near], [0, 0, far - near], [0, 0.85, 0], { albedo: [0.12, 0.14, 0.14], glow: [0.05, 0.07, 0.07] });
  for (let z = near, i = 0; z >= far; z -= pitch, i++) {
    room.block([front - 0.65, 1.07, z - 0.05], [front + 0.05, 1.62, z], { albedo: OAK[1] }, 0.3);
    const tint = SIGNS[i % SIGNS.length] ?? WARM;
    room.body.box([front + 0.14, 2.24, z - 0.78], [front + 0.56, 2.44, z - 0.72], { albedo: BLACK, glow: scaled(tint, 0.8) });
    room.hiddenLamp([front + 0.14, 2.24, z - 0.7], [0.42, 0, 0], [0, 0.2, 0], scaled(tint, 1.2));
    room.body.box([front + 0.36, 2.46, z - 0.76], [front + 0.38, 2.75, z - 0.74], { albedo: FRAME });
  }
}

/** A round opening in the timber wall onto a lit court with bamboo. */
function roundWindow(room: Room, random: () => number): void {
  const middle: Triple = [1.4, 1.78, BACK + 0.12];
  disc(room.body, middle, 0.93, { albedo: BLACK, glow: ([, y]) => mixed([0.34, 0.46, 0.34], [0.98, 1, 0.9], (y - 0.85) / 1.86) });
  hoop(room.body, middle, 0.96, 0.06, { albedo: OAK[0] });
  const within = (x: number): number => Math.sqrt(Math.max(0, 0.9 ** 2 - (x - middle[0]) ** 2));
  for (let k = 0; k < 6; k++) {
    const x = middle[0] + between(random, -0.75, 0.75);
    const reach = within(x);
    room.body.quad([x, middle[1] - reach, BACK + 0.14], [0.035, 0, 0], [0, 2 * reach, 0], { albedo: BLACK, glow: [0.3, 0.4, 0.22] }, 3);
  }
  for (let k = 0; k < 46; k++) {
    const x = middle[0] + between(random, -0.78, 0.78);
    const y = middle[1] + within(x) * between(random, -0.95, 0.6);
    dab(room.body, [x, y, BACK + 0.15], between(random, 0.05, 0.12), scaled([0.26, 0.42, 0.22], between(random, 0.6, 1.3)));
  }
}

/** Cabinets and a line of light on the wall behind the counter, screens on the desks. */
function backOffice(room: Room): void {
  const { near, far } = COUNTER;
  for (let z = far; z < near + 2; z += 1.25) {
    room.block([-4.2, 0, z], [-3.85, 0.9, z + 1.2], { albedo: OAK[1] }, 0.4);
    room.body.box([-4.19, 1.15, z], [-4.14, 2.45, z + 1.2], { albedo: mixed(OAK[0], PLASTER, 0.35) }, 0.4);
    room.body.box([-2.75, 1.02, z + 0.35], [-2.71, 1.42, z + 0.95], { albedo: BLACK, glow: [0.1, 0.13, 0.15] });
  }
  room.lamp([-4.12, 2.5, near + 2], [0, 0, far - near - 2], [0, 0.04, 0], scaled(WARM, 14), scaled(WARM, 2));
}

/** Low benches for those who wait. */
function waiting(room: Room): void {
  for (const z of [-7.6, -9.6]) {
    room.block([0.9, 0.2, z - 0.55], [2.3, 0.42, z], { albedo: SEAT }, 0.2);
    room.block([0.9, 0.46, z - 0.62], [2.3, 0.8, z - 0.5], { albedo: SEAT }, 0.2);
  }
}

function planting(room: Room, random: () => number): void {
  const pot = { albedo: linear(0xc9c3b9) };
  palm(room, random, [-0.75, 0, -11.9], 1.6, pot);
  palm(room, random, [3.5, 0, -6.6], 2.1, pot);
  palm(room, random, [-1.15, 0, -2.9], 1.45, pot);
  palm(room, random, [3.3, 0, -11.6], 1.8, pot);
}
