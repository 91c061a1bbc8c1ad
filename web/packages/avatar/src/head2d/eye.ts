import type { Expression, Side } from './expression.ts';
import { type Point, clamp, mix, path } from './shape.ts';
import { element, set } from './svg.ts';
import type { View } from './view.ts';

const X = 51;
const Y = 4;
const IRIS = 16;

/** Corners and the two control points of each lid, for the figure's left eye, from its centre. */
const INNER: Point = [-28, 7];
const OUTER: Point = [31, -3];
const UPPER_OPEN: readonly [Point, Point] = [[-19, -21], [12, -29]];
const UPPER_SHUT: readonly [Point, Point] = [[-13, 17], [15, 15]];
const LOWER: readonly [Point, Point] = [[20, 13], [-9, 17]];

/** Where both eyes look, −1..1, to our right and down. */
export interface Look {
  readonly x: number;
  readonly y: number;
}

/** One eye with its lids, lashes and brow. */
export class Eye {
  private readonly clip: SVGPathElement;
  private readonly white: SVGPathElement;
  private readonly iris: SVGGElement;
  private readonly shadow: SVGPathElement;
  private readonly lash: SVGPathElement;
  private readonly crease: SVGPathElement;
  private readonly under: SVGPathElement;
  private readonly brow: SVGPathElement;

  constructor(
    parent: SVGElement,
    defs: SVGElement,
    id: string,
    private readonly side: Side,
    paint: EyePaint,
  ) {
    const name = `${id}-eye-${side > 0 ? 'left' : 'right'}`;
    this.clip = element(element(defs, 'clipPath', { id: name }), 'path');
    const group = element(parent, 'g');
    this.white = element(group, 'path', { fill: paint.white });
    const inside = element(group, 'g', { 'clip-path': `url(#${name})` });
    this.iris = element(inside, 'g');
    element(this.iris, 'circle', { r: IRIS, fill: paint.rim });
    element(this.iris, 'circle', { r: IRIS - 1.7, fill: paint.iris });
    element(this.iris, 'circle', { r: 7.2, fill: paint.pupil });
    element(this.iris, 'circle', { cx: -4.6, cy: -5.4, r: 3.7, fill: '#fff', opacity: 0.95 });
    element(this.iris, 'circle', { cx: 4.8, cy: 5.2, r: 1.9, fill: '#fff', opacity: 0.5 });
    this.shadow = element(inside, 'path', { fill: 'none', stroke: paint.lash, 'stroke-width': 11, opacity: 0.16 });
    const line = { fill: 'none', 'stroke-linecap': 'round' };
    this.under = element(group, 'path', { ...line, stroke: paint.crease, 'stroke-width': 1.6, opacity: 0.6 });
    this.crease = element(group, 'path', { ...line, stroke: paint.crease, 'stroke-width': 2 });
    this.lash = element(group, 'path', { fill: paint.lash });
    this.brow = element(group, 'path', { fill: paint.brow, opacity: 0.92 });
  }

  render(face: Expression, look: Look, view: View): void {
    const open = this.openness(face, look);
    const cheek = 6 * face.side('eyeSquint', this.side) + 4.5 * face.side('cheekSquint', this.side) + 4 * face.side('mouthSmile', this.side);
    const to = (point: Point): Point => view.onFace([this.side * (X + point[0]), Y + point[1]]);
    const [u1, u2] = [mix(UPPER_SHUT[0], UPPER_OPEN[0], open), mix(UPPER_SHUT[1], UPPER_OPEN[1], open)];
    const lift = (point: Point): Point => [point[0], point[1] - cheek * clamp(open, 0.2)];
    const [l1, l2] = [lift(LOWER[0]), lift(LOWER[1])];
    const opening = path(to(INNER), [to(u1), to(u2), to(OUTER)], [to(l1), to(l2), to(INNER)]);
    set(this.clip, { d: opening });
    set(this.white, { d: opening });
    const lid = path(to(INNER), [to(u1), to(u2), to(OUTER)]);
    set(this.shadow, { d: lid });
    set(this.under, { d: path(to([20, l1[1] - 6]), [to([12, l1[1] - 0.5]), to([-6, l2[1] - 2]), to([-18, l2[1] - 6])]) });
    this.renderLashes(u1, u2, open, to);
    this.renderIris(look, view);
    this.renderBrow(face, view);
  }

  /** 0 shut, 1 open, more when wide. */
  private openness(face: Expression, look: Look): number {
    const blink = face.side('eyeBlink', this.side);
    const wide = 0.26 * face.side('eyeWide', this.side);
    const squint = 0.2 * face.side('eyeSquint', this.side) + 0.06 * face.side('mouthSmile', this.side);
    return clamp((1 + wide - squint - 0.22 * clamp(look.y)) * (1 - blink), 0, 1.3);
  }

  private renderLashes(u1: Point, u2: Point, open: number, to: (p: Point) => Point): void {
    const thick = 6.5;
    const tip: Point = [38, -9 + 9 * (1 - clamp(open))];
    set(this.lash, {
      d: `${path(
        to(INNER),
        [to([u1[0], u1[1] - 1]), to([u2[0], u2[1] - thick]), to(tip)],
        [to([35, -3 + 4 * (1 - clamp(open))]), to([33, -2]), to(OUTER)],
        [to([u2[0], u2[1] + 1]), to([u1[0], u1[1] + 1.4]), to(INNER)],
      )}Z`,
    });
    const rise = 6 + 3 * clamp(open);
    set(this.crease, {
      d: path(to([-22, -6 - 2 * open]), [to([u1[0] + 1, u1[1] - rise]), to([u2[0], u2[1] - rise]), to([31, -13 + 7 * (1 - open)])]),
      opacity: clamp(0.2 + 0.3 * open),
    });
  }

  private renderIris(look: Look, view: View): void {
    const [x, y] = view.onFace([this.side * X + 11 * look.x, Y - 3.2 + 8 * look.y]);
    set(this.iris, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
  }

  private renderBrow(face: Expression, view: View): void {
    const down = face.side('browDown', this.side);
    const inner = 11 * face.get('browInnerUp') - 10 * down;
    const outer = 11 * face.side('browOuterUp', this.side) - 3 * down;
    const x = this.side * (X - 3 * down);
    const to = ([px, py]: Point): Point => {
      const along = clamp((px + 28) / 62);
      return view.onFace([x + this.side * px, Y - 43 + py - (inner * (1 - along) + outer * along)]);
    };
    set(this.brow, {
      d: `${path(
        to([-25, -1]),
        [to([-8, -8]), to([14, -11]), to([39, 3])],
        [to([14, -3]), to([-6, 0]), to([-24, 6.5])],
        [to([-28, 5]), to([-28, 0]), to([-25, -1])],
      )}Z`,
    });
  }
}

export interface EyePaint {
  readonly white: string;
  readonly rim: string;
  readonly iris: string;
  readonly pupil: string;
  readonly lash: string;
  readonly crease: string;
  readonly brow: string;
}
