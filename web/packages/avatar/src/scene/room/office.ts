import { fig, foliage, palm } from './parts.ts';
import { between, seeded } from './random.ts';
import { Room } from './room.ts';
import { ball, column } from './round.ts';
import { linear, mixed, scaled, type Triple } from './vector.ts';

const WALL = linear(0xd9d3c5);
const SAGE = linear(0xbfc5b6);
const WALNUT: [Triple, Triple] = [linear(0x9a816a), linear(0xb59a7d)];
const FLOOR = linear(0xbaa48a);
const LINEN = linear(0xefe9de);
const WARM: Triple = [1, 0.76, 0.5];
const DAY: Triple = [0.95, 0.98, 1];
const SPINES = [0xb9a78d, 0x7d8c86, 0xc9b9a1, 0x8e6f5a, 0xd9d2c4, 0x5f6f78, 0xa58a72].map(linear);

const BACK = -4.2;
const CEILING = 2.9;
/** The window in the back wall, metres. */
const WINDOW = { left: -3.3, right: -0.45, bottom: 0.55, top: 2.6 };

/** A quiet consulting room: a wide window with trees on the left, a shelf and a lamp on the right. */
export function office(): Room {
  const room = new Room(31);
  const random = seeded(room.seed);
  shell(room);
  window(room, random);
  curtains(room);
  shelf(room, random);
  seat(room);
  lamp(room);
  palm(room, random, [-3.2, 0, -3.0], 1.75, { albedo: linear(0xd8d0c4) });
  fig(room, random, [3.75, 0, -3.7], 1.9, { albedo: linear(0xcfc6b8) });
  return room;
}

function shell(room: Room): void {
  room.ground(6, BACK - 0.2, { albedo: boards });
  const { left, right, bottom, top } = WINDOW;
  const wall = { albedo: SAGE };
  room.block([right, 0, BACK - 0.2], [6, CEILING, BACK], wall, 0.25);
  room.block([-6, 0, BACK - 0.2], [left, CEILING, BACK], wall, 0.25);
  room.block([left, 0, BACK - 0.2], [right, bottom, BACK], wall, 0.25);
  room.block([left, top, BACK - 0.2], [right, CEILING, BACK], wall, 0.25);
  room.block([-6.2, 0, BACK], [-6, CEILING, 8], { albedo: WALL });
  room.block([4.6, 0, BACK], [4.8, CEILING, 8], { albedo: WALL });
  room.block([-6, CEILING, BACK], [6, CEILING + 0.2, 8], { albedo: LINEN });
  room.shade([-6, 0, 7.8], [6, CEILING, 8], { albedo: WALL });
  room.hiddenLamp([-3, 0.05, 4], [6, 0, 0], [0, 0, -7], [0.5, 0.48, 0.45]);
  room.hiddenLamp([-5.9, 0.6, 3.5], [0, 0, -4], [0, 2, 0], scaled(DAY, 3.2));
  room.hiddenLamp([1.1, 2.75, -2.9], [-1.9, 0, 0], [0, 0.45, -0.5], scaled(WARM, 2.6));
  room.hiddenLamp([2, CEILING - 0.05, -2.4], [-3.6, 0, 0], [0, 0, 2], scaled([1, 0.93, 0.84], 1.6));
}

/** Oak boards along z. */
function boards([x]: Triple): Triple {
  const cell = Math.sin(Math.floor(x / 0.16) * 91.7) * 43758.5;
  return scaled(FLOOR, 0.86 + 0.24 * (cell - Math.floor(cell)));
}

function window(room: Room, random: () => number): void {
  const { left, right, bottom, top } = WINDOW;
  room.hiddenLamp([left, bottom, BACK + 0.02], [right - left, 0, 0], [0, top - bottom, 0], scaled(DAY, 2.4));
  room.body.quad([-16, -1, -13], [26, 0, 0], [0, 9, 0], { albedo: [0, 0, 0], glow: sky }, 1);
  foliage(room.body, random, [-13, -0.5, -11], [6, 3.4, -9], 1500, (h) => mixed([0.22, 0.36, 0.18], [0.95, 1.12, 0.68], h));
  foliage(room.body, random, [-11, -0.5, -8.5], [3, 1.5, -7.5], 700, (h) => mixed([0.1, 0.2, 0.09], [0.6, 0.8, 0.4], h));
  const frame = { albedo: LINEN };
  for (const x of [left, (left + right) / 2 - 0.03, right - 0.06]) room.body.box([x, bottom, BACK - 0.12], [x + 0.06, top, BACK + 0.03], frame);
  for (const y of [bottom, top - 0.06]) room.body.box([left, y, BACK - 0.12], [right, y + 0.06, BACK + 0.03], frame);
  room.block([left - 0.1, bottom - 0.06, BACK], [right + 0.1, bottom, BACK + 0.3], frame, 0.2);
}

function sky([, y]: Triple): Triple {
  return mixed([0.85, 0.95, 0.88], [1.7, 1.78, 1.85], Math.min(1, Math.max(0, y / 4)));
}

/** Linen in soft folds at both sides of the window; daylight comes through it. */
function curtains(room: Room): void {
  for (const [from, to] of [[WINDOW.left - 0.45, WINDOW.left + 0.5], [WINDOW.right - 0.32, WINDOW.right + 0.2]] as const) {
    room.body.grid(40, 8, (s, t) => {
      const x = from + (to - from) * s;
      const fold = Math.sin(s * (to - from) * 42);
      const slope = Math.cos(s * (to - from) * 42);
      return [[x, 0.03 + (CEILING - 0.08) * t, BACK + 0.2 + 0.05 * fold], [-slope * 0.8, 0, 0.6]];
    }, { albedo: LINEN, glow: ([x]) => (x > WINDOW.left && x < WINDOW.right ? [0.3, 0.3, 0.28] : [0.02, 0.02, 0.02]), thin: true });
  }
}

/** Open shelves with books, bowls and gaps. */
function shelf(room: Room, random: () => number): void {
  const [left, right, depth] = [1.25, 3.65, 0.32];
  const wood = { albedo: mixed(WALNUT[0], WALNUT[1], 0.6) };
  room.body.quad([left, 0.1, BACK + 0.01], [right - left, 0, 0], [0, 2.3, 0], { albedo: scaled(SAGE, 0.8) }, 0.2);
  for (let x = left; x <= right + 0.01; x += 0.8) room.block([x, 0, BACK], [x + 0.035, 2.4, BACK + depth], wood, 0.25);
  for (const y of [0.08, 0.72, 1.14, 1.56, 1.98, 2.37]) {
    room.block([left, y, BACK], [right, y + 0.035, BACK + depth], wood, 0.2);
    if (y > 0.5 && y < 2) {
      room.lamp([left, y + 0.37, BACK + 0.06], [0, 0, -0.03], [right - left, 0, 0], scaled(WARM, 1), scaled(WARM, 1.4));
      for (let bay = 0; bay < 3; bay++) furnish(room, random, left + 0.8 * bay + 0.05, y + 0.035);
    }
  }
  room.block([left, 0.08, BACK + 0.02], [right, 0.72, BACK + depth + 0.02], wood, 0.2);
}

function furnish(room: Room, random: () => number, x: number, y: number): void {
  const z = BACK + 0.08;
  const kind = random();
  if (kind < 0.3) {
    const tone = SPINES[Math.floor(random() * SPINES.length)] ?? LINEN;
    room.body.lathe([x + 0.35, y, z + 0.1], [[0.05, 0], [0.09, 0.06], [0.1, 0.12], [0.06, 0.2], [0.035, 0.24], [0.045, 0.27]], { albedo: tone }, 18);
    return;
  }
  const end = x + between(random, 0.3, 0.68);
  for (let at = x; at < end; ) {
    const wide = between(random, 0.02, 0.05);
    const tone = SPINES[Math.floor(random() * SPINES.length)] ?? LINEN;
    room.body.box([at, y, z], [at + wide, y + between(random, 0.2, 0.31), z + between(random, 0.15, 0.2)], { albedo: tone }, 0.3);
    at += wide + 0.004;
  }
  if (kind > 0.75) ball(room.body, [end + 0.08, y + 0.06, z + 0.1], 0.06, { albedo: LINEN });
}

/** An upholstered chair beside the lamp and a low table, seen from the side. */
function seat(room: Room): void {
  const cloth = { albedo: linear(0xa7b0ab) };
  room.block([-1.75, 0.16, -3.3], [-0.95, 0.44, -2.6], cloth, 0.14);
  room.block([-1.82, 0.16, -3.45], [-0.88, 0.88, -3.22], cloth, 0.14);
  for (const x of [-1.9, -0.95]) room.block([x, 0.16, -3.35], [x + 0.15, 0.62, -2.6], cloth, 0.14);
  room.body.lathe([-0.45, 0, -2.95], [[0.16, 0], [0.03, 0.03], [0.03, 0.46], [0.26, 0.47], [0.26, 0.5], [0.001, 0.5]], { albedo: WALNUT[1] }, 28);
  room.shade([-0.6, 0.46, -3.1], [-0.3, 0.5, -2.8], { albedo: WALNUT[1] });
  room.body.lathe([-0.45, 0.5, -2.95], [[0.04, 0], [0.07, 0.06], [0.05, 0.14], [0.025, 0.2]], { albedo: LINEN }, 16);
}

/** A floor lamp with a paper shade. */
function lamp(room: Room): void {
  const [x, z] = [0.95, -3.55];
  column(room.body, [x, 0, z], 0.012, 1.4, { albedo: [0.1, 0.09, 0.08] });
  room.body.lathe([x, 1.35, z], [[0.24, 0], [0.22, 0.12], [0.2, 0.24], [0.18, 0.36]], { albedo: LINEN, glow: scaled(WARM, 1.3) }, 24);
  room.hiddenLamp([x - 0.2, 1.34, z - 0.2], [0.4, 0, 0], [0, 0, 0.4], scaled(WARM, 7));
  room.hiddenLamp([x - 0.2, 1.73, z + 0.2], [0.4, 0, 0], [0, 0, -0.4], scaled(WARM, 9));
}
