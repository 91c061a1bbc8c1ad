import { fig, palm } from './parts.ts';
import { seeded } from './random.ts';
import { Room } from './room.ts';
import { column } from './round.ts';
import { linear, mixed, scaled, type Triple } from './vector.ts';

const PLASTER = linear(0xf1f1ec);
const MINT = linear(0xc3d9d1);
const BIRCH: [Triple, Triple] = [linear(0xcdb698), linear(0xe0cdb2)];
const VINYL = linear(0xc9d2d0);
const FABRIC = linear(0x86b0a6);
const STEEL = linear(0x9aa3a5);
const WARM: Triple = [1, 0.9, 0.78];
const DAY: Triple = [0.93, 0.98, 1];
const GREEN: Triple = [0.35, 0.95, 0.68];

const BACK = -5.6;
const CEILING = 2.8;
const DOOR = { left: 0.75, right: 1.95, top: 2.15 };

/** The waiting room of a clinic: a rounded desk of birch on the left, a glazed door to the corridor, seats by the window. */
export function clinic(): Room {
  const room = new Room(41);
  const random = seeded(room.seed);
  shell(room);
  lights(room);
  door(room);
  desk(room);
  sign(room);
  seats(room);
  rail(room);
  palm(room, random, [3.0, 0, -5.0], 1.6, { albedo: linear(0xe3ded6) });
  fig(room, random, [-0.35, 0, -5.1], 1.45, { albedo: linear(0xd7dcd6) });
  return room;
}

function shell(room: Room): void {
  const { left, right, top } = DOOR;
  room.ground(6, BACK - 3, { albedo: ([x, , z]) => scaled(VINYL, (Math.floor(x / 0.6) + Math.floor(z / 0.6)) % 2 === 0 ? 0.97 : 1.02) });
  const wall = { albedo: ([, y]: Triple) => mixed(MINT, PLASTER, Math.min(1, Math.max(0, (y - 1.05) / 0.02))) };
  room.block([-6, 0, BACK - 0.2], [left, CEILING, BACK], wall, 0.2);
  room.block([right, 0, BACK - 0.2], [6, CEILING, BACK], wall, 0.2);
  room.block([left, top, BACK - 0.2], [right, CEILING, BACK], { albedo: PLASTER }, 0.25);
  room.block([-4.4, 0, BACK], [-4.2, CEILING, 8], { albedo: PLASTER });
  room.block([-6, CEILING, BACK - 3], [6, CEILING + 0.2, 8], { albedo: PLASTER });
  room.shade([-6, 0, 7.8], [6, CEILING, 8], { albedo: PLASTER });
}

/** Flush panels in the ceiling, daylight from the right, a little bounce from the floor. */
function lights(room: Room): void {
  for (const [x, z] of [[-1.5, -3.9], [1.3, -3.9], [-1.5, -1.6], [1.3, -1.6]] as const) {
    room.lamp([x + 0.55, CEILING - 0.005, z], [-1.1, 0, 0], [0, 0, 0.3], scaled(WARM, 9), scaled(WARM, 1.7));
  }
  room.hiddenLamp([4.5, 0.5, -4.6], [0, 0, 4.4], [0, 2, 0], scaled(DAY, 5));
  room.hiddenLamp([-3, 0.05, 4], [6, 0, 0], [0, 0, -7], [0.42, 0.43, 0.42]);
}

/** A glazed double door; behind it a bright corridor that ends in a window. */
function door(room: Room): void {
  const { left, right, top } = DOOR;
  const frame = { albedo: BIRCH[0] };
  const far = BACK - 2.6;
  room.body.quad([left - 1, 0, far], [right - left + 2, 0, 0], [0, CEILING, 0], { albedo: PLASTER, glow: ([x, y]) => corridor(x, y) }, 0.12);
  room.hiddenLamp([left, 0.2, BACK - 0.3], [right - left, 0, 0], [0, top - 0.3, 0], scaled(DAY, 1.6));
  for (const x of [left - 0.06, (left + right) / 2 - 0.05, right - 0.04]) room.body.box([x, 0, BACK - 0.1], [x + 0.1, top, BACK + 0.05], frame);
  for (const y of [0, top - 0.08]) room.body.box([left, y, BACK - 0.1], [right, y + 0.12, BACK + 0.04], frame);
  for (const x of [(left + right) / 2 - 0.09, (left + right) / 2 + 0.07]) room.body.box([x, 0.85, BACK + 0.05], [x + 0.02, 1.35, BACK + 0.09], { albedo: STEEL });
}

function corridor(x: number, y: number): Triple {
  const { left, right } = DOOR;
  const middle = Math.abs(x - (left + right) / 2);
  const bright = middle < 0.42 && y > 0.9 && y < 2.1 ? 1.25 : 0.55 + 0.12 * y;
  return scaled(DAY, bright);
}

/** A round-cornered reception desk, its front of upright birch staves under a white top. */
function desk(room: Room): void {
  const [right, front, height] = [-0.95, -3.5, 1.06];
  const radius = 0.5;
  const stave = (s: number): Triple => mixed(BIRCH[0], BIRCH[1], (Math.sin(s * 917.3) + 1) / 2);
  room.body.grid(60, 4, (s, t) => {
    const turn = (Math.PI / 2) * s;
    const out: Triple = [Math.sin(turn), 0, Math.cos(turn)];
    return [[right - radius + radius * out[0], 0.08 + (height - 0.12) * t, front - radius + radius * out[2]], out];
  }, { albedo: ([x, , z]) => stave(Math.floor(Math.atan2(x - right + radius, z - front + radius) / 0.13)) });
  room.body.quad([-4.2, 0.08, front], [right - radius + 4.2, 0, 0], [0, height - 0.12, 0], { albedo: ([x]) => stave(Math.floor(x / 0.066)) }, 0.066);
  room.body.quad([right, 0.08, front - radius], [0, 0, -1.2], [0, height - 0.12, 0], { albedo: ([, , z]) => stave(Math.floor(z / 0.066)) }, 0.066);
  room.block([-4.2, height - 0.04, front - 0.62], [right - 0.15, height, front + 0.04], { albedo: PLASTER }, 0.2);
  room.block([right - 0.5, height - 0.04, front - 1.7], [right + 0.04, height, front - 0.15], { albedo: PLASTER }, 0.2);
  room.shade([-4.2, 0, front - 0.5], [right - 0.2, height - 0.05, front - 0.05], { albedo: BIRCH[1] });
  room.block([-2.3, height, front - 0.45], [-1.75, height + 0.36, front - 0.4], { albedo: STEEL }, 0.2);
  room.body.lathe([-1.42, height, front - 0.32], [[0.05, 0], [0.07, 0.08], [0.045, 0.17], [0.05, 0.2]], { albedo: FABRIC }, 16);
}

/** A green cross of light on the wall, and two quiet pictures. */
function sign(room: Room): void {
  const [x, y] = [-1.2, 2.0];
  const lit = { albedo: [0, 0, 0] as Triple, glow: scaled(GREEN, 1.1) };
  room.body.box([x - 0.07, y - 0.21, BACK], [x + 0.07, y + 0.21, BACK + 0.05], lit, 0.2);
  room.body.box([x - 0.21, y - 0.07, BACK], [x + 0.21, y + 0.07, BACK + 0.05], lit, 0.2);
  room.hiddenLamp([x + 0.2, y - 0.2, BACK + 0.12], [-0.4, 0, 0], [0, 0.4, 0], scaled(GREEN, 0.9));
  for (const [left, tone] of [[2.45, linear(0x9dbfb4)], [3.15, linear(0xd9c3a0)]] as const) {
    room.block([left, 1.35, BACK], [left + 0.5, 2.0, BACK + 0.03], { albedo: BIRCH[1] }, 0.3);
    room.body.quad([left + 0.05, 1.4, BACK + 0.035], [0.4, 0, 0], [0, 0.55, 0], { albedo: ([px, py]) => mixed(tone, PLASTER, 0.5 + 0.5 * Math.sin(9 * py + 6 * px)) }, 0.06);
  }
}

/** Upholstered seats in a row along the right wall. */
function seats(room: Room): void {
  for (const z of [-4.6, -3.9, -3.2]) {
    room.block([2.35, 0.36, z], [2.95, 0.46, z + 0.58], { albedo: FABRIC }, 0.16);
    room.block([2.9, 0.46, z], [3.0, 0.92, z + 0.58], { albedo: FABRIC }, 0.16);
    for (const at of [z + 0.06, z + 0.5]) column(room.body, [2.45, 0, at], 0.015, 0.36, { albedo: STEEL });
  }
  room.block([3.9, 0, BACK], [4.1, CEILING, -5.2], { albedo: PLASTER });
}

/** A hand rail of wood along the back wall. */
function rail(room: Room): void {
  for (const [from, to] of [[-4.2, DOOR.left - 0.12], [DOOR.right + 0.12, 3.9]] as const) {
    room.body.box([from, 0.92, BACK + 0.04], [to, 1.02, BACK + 0.08], { albedo: BIRCH[0] }, 0.3);
  }
}
