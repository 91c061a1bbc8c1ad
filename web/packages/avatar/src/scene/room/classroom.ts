import { fig, foliage } from './parts.ts';
import { between, seeded } from './random.ts';
import { Room } from './room.ts';
import { ball, column, hoop } from './round.ts';
import { linear, mixed, scaled, type Triple } from './vector.ts';

const CREAM = linear(0xefe8d8);
const OAK: [Triple, Triple] = [linear(0xb08d64), linear(0xcaa97d)];
const BOARD = linear(0x3d5f52);
const CHALK = linear(0xdfe6df);
const SKY_BLUE = linear(0x8fb4c9);
const CORAL = linear(0xd99a80);
const SPINES = [0x6f94a8, 0xd8a85f, 0xb9655a, 0x7fa27e, 0xe3d6bd, 0x8d7aa0].map(linear);
const WARM: Triple = [1, 0.87, 0.7];
const DAY: Triple = [0.95, 0.98, 1];

const BACK = -5.4;
const CEILING = 3.1;
const WINDOW = { near: -1.2, far: -5.0, bottom: 0.95, top: 2.6, wall: 3.6 };

/** A classroom after hours: a green board, low shelves with books, a globe, tall windows on the right, desks in rows. */
export function classroom(): Room {
  const room = new Room(53);
  const random = seeded(room.seed);
  shell(room);
  windows(room, random);
  board(room);
  shelves(room, random);
  globe(room);
  desks(room);
  fig(room, random, [3.05, 0, -4.9], 1.7, { albedo: linear(0xd9b596) });
  return room;
}

function shell(room: Room): void {
  room.ground(6, BACK - 0.2, { albedo: boards });
  room.block([-6, 0, BACK - 0.2], [6, CEILING, BACK], { albedo: ([, y]) => mixed(OAK[1], CREAM, Math.min(1, Math.max(0, (y - 0.95) / 0.03))) }, 0.2);
  room.block([-4.2, 0, BACK], [-4.0, CEILING, 8], { albedo: CREAM });
  room.block([-6, CEILING, BACK], [6, CEILING + 0.2, 8], { albedo: CREAM });
  room.shade([-6, 0, 7.8], [6, CEILING, 8], { albedo: CREAM });
  for (const z of [-4.4, -2.0]) room.lamp([1.1, CEILING - 0.25, z], [-2.6, 0, 0], [0, 0, 0.14], scaled(WARM, 7), scaled(WARM, 1.6));
  room.hiddenLamp([1.4, CEILING - 0.1, BACK + 0.7], [-3.4, 0, 0], [0, -0.1, -0.25], scaled(WARM, 6));
  room.hiddenLamp([-3, 0.05, 4], [6, 0, 0], [0, 0, -7], [0.5, 0.45, 0.38]);
}

/** Herringbone would be lost in the blur: short boards, each of its own tone. */
function boards([x, , z]: Triple): Triple {
  const row = Math.floor(x / 0.14);
  const cell = Math.sin(row * 37.7 + Math.floor((z + 0.3 * row) / 0.9) * 71.9) * 43758.5;
  return scaled(mixed(OAK[0], OAK[1], cell - Math.floor(cell)), 0.86);
}

/** A wall of windows; outside are trees in the afternoon. */
function windows(room: Room, random: () => number): void {
  const { near, far, bottom, top, wall } = WINDOW;
  const side = { albedo: CREAM };
  room.block([wall, 0, BACK], [wall + 0.2, bottom, 8], side, 0.3);
  room.block([wall, top, BACK], [wall + 0.2, CEILING, 8], side, 0.3);
  room.block([wall, bottom, BACK], [wall + 0.2, top, far], side, 0.3);
  room.block([wall, bottom, near], [wall + 0.2, top, 8], side, 0.3);
  room.body.quad([wall + 5, -1, 2], [0, 0, -14], [0, 8, 0], { albedo: [0, 0, 0], glow: ([, y]) => mixed([0.9, 0.97, 0.92], [1.3, 1.4, 1.5], Math.min(1, Math.max(0, y / 4))) }, 1);
  foliage(room.body, random, [wall + 2, -0.5, -10], [wall + 4.5, 2.3, -1], 900, (height) => mixed([0.2, 0.36, 0.16], [0.8, 1.0, 0.5], height), 0.3);
  room.hiddenLamp([wall - 0.02, bottom, far], [0, 0, near - far], [0, top - bottom, 0], scaled(DAY, 4.2));
  const panes = 4;
  for (let k = 0; k <= panes; k++) {
    const z = far + ((near - far) * k) / panes;
    room.body.box([wall - 0.04, bottom, z - 0.035], [wall + 0.12, top, z + 0.035], { albedo: CREAM });
  }
  for (const y of [bottom, top - 0.55, top - 0.06]) room.body.box([wall - 0.04, y, far], [wall + 0.12, y + 0.06, near], { albedo: CREAM });
  room.block([wall - 0.3, bottom - 0.05, far], [wall, bottom, near], { albedo: OAK[1] }, 0.3);
}

/** The board in its wooden frame, chalk dust on it, and a rail for the chalk. */
function board(room: Room): void {
  const [left, right, bottom, top] = [-2.9, 1.5, 1.0, 2.35];
  room.body.quad([left, bottom, BACK + 0.02], [right - left, 0, 0], [0, top - bottom, 0], { albedo: dusty }, 0.09);
  const frame = { albedo: OAK[0] };
  for (const y of [bottom - 0.06, top]) room.body.box([left - 0.06, y, BACK], [right + 0.06, y + 0.06, BACK + 0.05], frame, 0.4);
  for (const x of [left - 0.06, right]) room.body.box([x, bottom, BACK], [x + 0.06, top, BACK + 0.05], frame, 0.4);
  room.block([left, bottom - 0.1, BACK + 0.02], [right, bottom - 0.06, BACK + 0.14], frame, 0.3);
  for (const [x, tone] of [[-1.7, CHALK], [-1.5, CORAL], [-0.2, CHALK]] as const) room.body.box([x, bottom - 0.06, BACK + 0.06], [x + 0.1, bottom - 0.03, BACK + 0.09], { albedo: tone });
}

function dusty([x, y]: Triple): Triple {
  const cloud = Math.sin(2.1 * x + 1.3) * Math.sin(3.7 * y + 0.8 * x) + 0.5 * Math.sin(6.3 * x + 5.1 * y);
  return mixed(BOARD, CHALK, 0.07 + 0.05 * cloud);
}

/** Low open shelves under the board's right end, with books in colours. */
function shelves(room: Room, random: () => number): void {
  const [left, right, depth] = [1.7, 3.4, 0.34];
  const wood = { albedo: OAK[1] };
  room.body.quad([left, 0.05, BACK + 0.01], [right - left, 0, 0], [0, 1.3, 0], { albedo: scaled(CREAM, 0.9) }, 0.25);
  for (const x of [left, (left + right) / 2, right - 0.04]) room.block([x, 0, BACK], [x + 0.04, 1.36, BACK + depth], wood, 0.3);
  for (const y of [0.06, 0.48, 0.9, 1.33]) {
    room.block([left, y, BACK], [right, y + 0.04, BACK + depth], wood, 0.25);
    for (let x = left + 0.07; y < 1 && x < right - 0.12; ) {
      const wide = between(random, 0.025, 0.055);
      const tone = SPINES[Math.floor(random() * SPINES.length)] ?? CREAM;
      if (random() < 0.86) room.body.box([x, y + 0.04, BACK + 0.06], [x + wide, y + between(random, 0.25, 0.36), BACK + between(random, 0.22, 0.28)], { albedo: tone }, 0.3);
      x += wide + 0.006;
    }
  }
}

/** A globe on the shelves. */
function globe(room: Room): void {
  const [x, y, z] = [2.15, 1.37, BACK + 0.19];
  room.body.lathe([x, y, z], [[0.1, 0], [0.09, 0.02], [0.018, 0.04], [0.015, 0.08]], { albedo: OAK[0] }, 18);
  ball(room.body, [x, y + 0.25, z], 0.16, { albedo: ([px, py]) => (Math.sin(17 * px) * Math.sin(21 * py + 4 * px) > 0.25 ? linear(0xa9b98a) : SKY_BLUE) });
  hoop(room.body, [x, y + 0.25, z], 0.185, 0.009, { albedo: OAK[0] });
}

/** Pupils' desks and chairs at both sides, so that the figure stands in the aisle. */
function desks(room: Room): void {
  for (const z of [-4.1, -2.9]) {
    for (const x of [-3.3, -1.95, 1.0, 2.2]) {
      room.block([x, 0.7, z], [x + 0.95, 0.73, z + 0.5], { albedo: OAK[1] }, 0.2);
      for (const [dx, dz] of [[0.05, 0.05], [0.9, 0.05], [0.05, 0.45], [0.9, 0.45]] as const) column(room.body, [x + dx, 0, z + dz], 0.017, 0.7, { albedo: CREAM });
      room.block([x + 0.27, 0.42, z - 0.42], [x + 0.67, 0.45, z - 0.05], { albedo: z < -3.5 ? SKY_BLUE : CORAL }, 0.25);
      room.body.box([x + 0.27, 0.62, z - 0.44], [x + 0.67, 0.86, z - 0.41], { albedo: z < -3.5 ? SKY_BLUE : CORAL }, 0.25);
    }
  }
}
