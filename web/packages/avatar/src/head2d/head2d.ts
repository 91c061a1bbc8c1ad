import { BONE, type BoneName } from '../motion/names.ts';
import { type Turn, turnOf } from '../motion/quaternion.ts';
import type { Pose } from '../motion/segment.ts';
import { Body } from './body.ts';
import { Expression, SIDES } from './expression.ts';
import { Eye, type Look } from './eye.ts';
import { Mouth } from './mouth.ts';
import { paint } from './palette.ts';
import { HairBack, HairFront, Skull } from './skull.ts';
import type { Point } from './shape.ts';
import { element, set } from './svg.ts';
import { View } from './view.ts';

const HEAD_BONES: readonly BoneName[] = ['spine', 'chest', 'upperChest', 'neck', 'head'];
const TORSO_BONES: readonly BoneName[] = ['spine', 'chest', 'upperChest'];
/** Drawing units for a metre of hip movement, and for a radian of the torso at the neck's height. */
const PER_METRE = 1500;
const PER_RADIAN = 420;
const MOST_TURN = 0.5;
let drawings = 0;

/** A drawn figure, head and shoulders, that plays face coefficients, gaze and the turns of its head. */
export class Head2D {
  readonly svg: SVGSVGElement;
  private readonly view = new View();
  private readonly body: Body;
  private readonly skull: Skull;
  private readonly hair: readonly [HairBack, HairFront];
  private readonly eyes: readonly Eye[];
  private readonly mouth: Mouth;
  private look: Look = { x: 0, y: 0 };
  private drawnAt: number | null = null;

  constructor(parent: Element, label: string) {
    drawings += 1;
    const id = `qz${drawings}`;
    this.svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    set(this.svg, { viewBox: '-340 -250 680 850', role: 'img', 'aria-label': label, preserveAspectRatio: 'xMidYMax meet' });
    parent.append(this.svg);
    const defs = element(this.svg, 'defs');
    const colours = paint(defs, id);
    const back = new HairBack(this.svg, colours);
    this.body = new Body(this.svg, colours);
    this.skull = new Skull(this.svg, colours);
    const eye = { white: colours.white, rim: '#38231a', iris: colours.iris, pupil: '#170f0d', lash: '#2c1f1e', crease: '#c38a70', brow: '#4b3836' };
    this.eyes = SIDES.map((side) => new Eye(this.svg, defs, id, side, eye));
    this.mouth = new Mouth(this.svg, defs, id, {
      cavity: '#5b2023',
      teeth: '#fdf9f4',
      lowerTeeth: '#efe6df',
      tongue: '#cf6d6c',
      upperLip: colours.upperLip,
      lowerLip: colours.lowerLip,
      line: '#8e3f3c',
      shade: '#e2a58b',
    });
    this.hair = [back, new HairFront(this.svg, colours)];
  }

  /** Draw `pose` as it is at `wall` seconds. */
  render(pose: Pose, wall: number): void {
    const face = new Expression(pose.face);
    const head = sum(pose, HEAD_BONES);
    const torso = sum(pose, TORSO_BONES);
    const breath = -PER_METRE * (pose.hips[1] ?? 0) - 60 * torso.pitch;
    const sway: Point = [-PER_RADIAN * torso.roll + PER_METRE * (pose.hips[0] ?? 0), breath];
    this.view.set(head, sway);
    this.turnEyes(pose, face, wall);
    this.body.render(torso, sway);
    for (const hair of this.hair) hair.render(this.view);
    this.skull.render(face, this.view);
    for (const eye of this.eyes) eye.render(face, this.look, this.view);
    this.mouth.render(face, this.view);
  }

  /** Eyes jump to a new target within about 60 ms, as real ones do. */
  private turnEyes(pose: Pose, face: Expression, wall: number): void {
    const target = lookOf(pose, face);
    const passed = this.drawnAt === null ? 1 : Math.max(0, wall - this.drawnAt);
    this.drawnAt = wall;
    const weight = 1 - Math.exp(-passed / 0.03);
    this.look = {
      x: this.look.x + (target.x - this.look.x) * weight,
      y: this.look.y + (target.y - this.look.y) * weight,
    };
  }
}

/** Gaze target and look coefficients together, −1..1 to our right and down. */
function lookOf({ gaze }: Pose, face: Expression): Look {
  const aside = gaze.at === 'visitor' ? 0 : 0.8;
  const left = face.get('eyeLookOutLeft') + face.get('eyeLookInRight');
  const right = face.get('eyeLookInLeft') + face.get('eyeLookOutRight');
  return {
    x: bounded(aside * gaze.x + (left - right) / 2),
    y: bounded(-aside * gaze.y + face.both('eyeLookDown') - face.both('eyeLookUp')),
  };
}

function sum(pose: Pose, bones: readonly BoneName[]): Turn {
  const turns = bones.map((bone) => turnOf(pose.bones, 4 * BONE[bone]));
  const total = (part: keyof Turn): number =>
    Math.min(MOST_TURN, Math.max(-MOST_TURN, turns.reduce((all, turn) => all + turn[part], 0)));
  return { yaw: total('yaw'), pitch: total('pitch'), roll: total('roll') };
}

function bounded(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
