import { Room } from './room.ts';
import { arch, ball, column, disc, hoop } from './round.ts';
import { linear, scaled, type Triple } from './vector.ts';

const PAPER = linear(0xc4ccd6);
const SAND = linear(0xdccfc3);
const CLAY = linear(0xd6b09c);
const SLATE = linear(0x8fa3b5);
const WHITE = linear(0xf1efec);
const WARM: Triple = [1, 0.84, 0.68];
const COOL: Triple = [0.72, 0.86, 1];

const WALL = -5;

/** A media studio: a seamless sweep lit from both sides, tall light panels, a few plain shapes. */
export function studio(): Room {
  const room = new Room(23);
  sweep(room);
  lamps(room);
  shapes(room);
  return room;
}

/** Floor, curve and wall in one sheet of paper. */
function sweep(room: Room): void {
  const paper = { albedo: PAPER };
  const bend = 2;
  room.ground(9, WALL + bend, paper);
  room.body.grid(50, 12, (s, t) => {
    const turn = (Math.PI / 2) * t;
    return [[-9 + 18 * s, bend - bend * Math.cos(turn), WALL + bend - bend * Math.sin(turn)], [0, Math.cos(turn), Math.sin(turn)]];
  }, paper);
  room.body.quad([-9, bend, WALL], [18, 0, 0], [0, 5, 0], paper, 0.3);
  room.shade([-9, 0, WALL - 0.2], [9, 7, WALL - 0.02], paper);
}

/** A glow on the wall behind the figure, warm from the left, cool from the right, a soft top light. */
function lamps(room: Room): void {
  room.hiddenLamp([1.6, 3.6, 0.6], [-3.2, 0, 0], [0, 0, -2.4], scaled([1, 0.96, 0.92], 6));
  room.hiddenLamp([0.6, 1.6, -2.9], [-1.2, 0, 0], [0, 1, 0], scaled(WARM, 5));
  room.hiddenLamp([-6, 0.2, 1], [0, 0, -3], [0, 3, 0], scaled(WARM, 5));
  room.hiddenLamp([6, 0.2, -2], [0, 0, 3], [0, 3, 0], scaled(COOL, 6));
  for (const x of [2.7, 3.05, 3.4]) {
    column(room.body, [x, 0.12, -4.1 + 0.25 * (x - 2.7)], 0.035, 2.5, { albedo: [0, 0, 0], glow: scaled(COOL, 1.9) });
  }
  room.hiddenLamp([2.7, 0.2, -4.2], [0.7, 0, 0.2], [0, 2.4, 0], scaled(COOL, 1.6));
}

function shapes(room: Room): void {
  arch(room.body, [-2.1, 0, -4.1], 1.7, 2.55, 0.25, { albedo: SLATE });
  arch(room.body, [-1.2, 0, -3.75], 1.05, 1.6, 0.25, { albedo: SAND });
  room.shade([-2.85, 0, -4.35], [-1.35, 2.1, -4.15], { albedo: SLATE });
  room.shade([-1.7, 0, -4.0], [-0.7, 1.4, -3.8], { albedo: SAND });
  disc(room.body, [1.5, 2.0, -4.3], 0.95, { albedo: CLAY });
  hoop(room.body, [1.5, 2.0, -4.27], 1.02, 0.018, { albedo: [0, 0, 0], glow: scaled(WARM, 2) });
  room.block([1.0, 0, -4.0], [1.75, 0.42, -3.4], { albedo: WHITE }, 0.12);
  room.block([1.75, 0, -4.1], [2.3, 0.8, -3.6], { albedo: SAND }, 0.12);
  ball(room.body, [1.38, 0.6, -3.7], 0.18, { albedo: WHITE });
}
