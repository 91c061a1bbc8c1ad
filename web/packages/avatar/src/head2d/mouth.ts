import type { Expression, Side } from './expression.ts';
import { type Point, clamp, path } from './shape.ts';
import { element, set } from './svg.ts';
import type { View } from './view.ts';

const Y = 112;
const HALF_WIDTH = 37;

/** Heights and widths of one mouth, in the drawing's units, y down from the closed line. */
interface Form {
  readonly left: Point;
  readonly right: Point;
  /** Upper edge of the upper lip, inner edge of it, inner edge of the lower lip, its lower edge. */
  readonly top: number;
  readonly inner: number;
  readonly lower: number;
  readonly bottom: number;
  readonly x: number;
  readonly round: number;
  readonly tongue: number;
}

function corner(face: Expression, side: Side): Point {
  const smile = face.side('mouthSmile', side);
  const frown = face.side('mouthFrown', side);
  const stretch = face.side('mouthStretch', side);
  const narrow = 17 * face.get('mouthPucker') + 12 * face.get('mouthFunnel');
  const x = HALF_WIDTH + 15 * smile + 8 * stretch + 4 * face.side('mouthDimple', side) - narrow;
  const jaw = face.get('jawOpen') * (1 - 0.6 * face.get('mouthClose'));
  return [side * (x - 5 * jaw), Y - 5 - 18 * smile + 11 * frown + 3 * stretch + 16 * jaw];
}

/** The mouth's form for an expression. */
export function form(face: Expression): Form {
  const jaw = face.get('jawOpen');
  const close = face.get('mouthClose');
  const pucker = face.get('mouthPucker');
  const funnel = face.get('mouthFunnel');
  const press = face.both('mouthPress');
  const smile = face.both('mouthSmile');
  const up = 9 * face.both('mouthUpperUp') + 5 * face.get('mouthShrugUpper') + 3 * smile;
  const down = 11 * face.both('mouthLowerDown');
  const raise = 5 * face.get('mouthShrugLower') * (1 - jaw);
  const inner = Y + 3 * smile - up - 3 * funnel + 4 * jaw * close;
  const gap = clamp(jaw * 56 * (1 - 0.9 * close) + down + 0.6 * up + 7 * funnel, 0, 64);
  const lower = inner + gap - Math.min(raise, 2);
  const full = 1 + 0.35 * pucker + 0.3 * funnel - 0.3 * smile - 0.45 * press;
  const upper = 11 * full * (1 - 0.75 * face.get('mouthRollUpper'));
  const under = 15.5 * full * (1 - 0.75 * face.get('mouthRollLower')) * (1 - 0.15 * jaw);
  return {
    left: corner(face, 1),
    right: corner(face, -1),
    top: inner - upper,
    inner,
    lower,
    bottom: lower + under - raise,
    x: 8 * (face.get('mouthLeft') - face.get('mouthRight') + 0.7 * (face.get('jawLeft') - face.get('jawRight'))),
    round: clamp(0.5 + 0.25 * (pucker + funnel) + 0.2 * jaw),
    tongue: face.get('tongueOut'),
  };
}

type Project = (point: Point) => Point;
type Curve = readonly [Point, Point, Point];

/** From the right corner over `y` at the middle to the left corner; `round` fills the curve out. */
function over(right: Point, y: number, left: Point, x: number, round: number, to: Project): [Curve, Curve] {
  const wide = clamp(0.36 + 0.4 * round, 0, 0.9);
  const a: Point = [right[0] + (x - right[0]) * 0.22, right[1] + (y - right[1]) * wide];
  const b: Point = [x + (right[0] - x) * 0.4, y];
  const c: Point = [x + (left[0] - x) * 0.4, y];
  const d: Point = [left[0] + (x - left[0]) * 0.22, left[1] + (y - left[1]) * wide];
  return [
    [to(a), to(b), to([x, y])],
    [to(c), to(d), to(left)],
  ];
}

/** The upper lip's upper edge with its bow, from the left corner back to the right one. */
function bow({ left, right, top, x, round }: Form, to: Project): Curve[] {
  const peak = 7 + 5 * (1 - round);
  const dip = top + 3.6 * (1 - 0.7 * round);
  const half = (from: Point, sign: Side): [Point, Point, Point] => [
    [from[0] + (x - from[0]) * 0.38, from[1] + (top - from[1]) * 0.6],
    [x + sign * (peak + 8), top - 0.5],
    [x + sign * peak, top],
  ];
  const [a, b, c] = half(left, 1);
  const [d, e, f] = half(right, -1);
  return [
    [to(a), to(b), to(c)],
    [to([x + 3, top + 1]), to([x + 2, dip]), to([x, dip])],
    [to([x - 2, dip]), to([x - 3, top + 1]), to(f)],
    [to(e), to(d), to(right)],
  ];
}

function reversed(start: Point, curves: readonly Curve[]): Curve[] {
  const ends = [start, ...curves.map((curve) => curve[2])];
  return curves.map(([a, b], i): Curve => [b, a, ends[i] ?? start]).reverse();
}

/** Lips, teeth and tongue. */
export class Mouth {
  private readonly clip: SVGPathElement;
  private readonly cavity: SVGPathElement;
  private readonly teeth: SVGPathElement;
  private readonly lowerTeeth: SVGPathElement;
  private readonly tongue: SVGEllipseElement;
  private readonly upperLip: SVGPathElement;
  private readonly lowerLip: SVGPathElement;
  private readonly line: SVGPathElement;
  private readonly shine: SVGEllipseElement;
  private readonly shade: SVGEllipseElement;

  constructor(parent: SVGElement, defs: SVGElement, id: string, paint: MouthPaint) {
    this.clip = element(element(defs, 'clipPath', { id: `${id}-mouth` }), 'path');
    const group = element(parent, 'g');
    this.shade = element(group, 'ellipse', { fill: paint.shade, opacity: 0.55 });
    this.cavity = element(group, 'path', { fill: paint.cavity });
    const inside = element(group, 'g', { 'clip-path': `url(#${id}-mouth)` });
    this.tongue = element(inside, 'ellipse', { fill: paint.tongue });
    this.lowerTeeth = element(inside, 'path', { fill: paint.lowerTeeth });
    this.teeth = element(inside, 'path', { fill: paint.teeth });
    this.lowerLip = element(group, 'path', { fill: paint.lowerLip });
    this.upperLip = element(group, 'path', { fill: paint.upperLip });
    this.shine = element(group, 'ellipse', { fill: '#fff', opacity: 0.26 });
    this.line = element(group, 'path', {
      fill: 'none',
      stroke: paint.line,
      'stroke-width': 1.9,
      'stroke-linecap': 'round',
    });
  }

  render(face: Expression, view: View): void {
    const mouth = form(face);
    const { left, right, inner, lower, bottom, x, round } = mouth;
    const to: Project = (point) => view.onFace(point, 4);
    const upperEdge = over(right, inner, left, x, round, to);
    const fuller = round + clamp((lower - inner) / 30) * 0.7;
    const lowerEdge = over(right, lower, left, x, fuller, to);
    const opening = path(to(right), ...upperEdge, ...reversed(to(right), lowerEdge));
    set(this.clip, { d: opening });
    set(this.cavity, { d: opening });
    set(this.upperLip, { d: path(to(right), ...upperEdge, ...bow(mouth, to)) });
    const base = over(right, bottom, left, x, fuller, to);
    set(this.lowerLip, { d: path(to(right), ...lowerEdge, ...reversed(to(right), base)) });
    set(this.line, { d: path(to(right), ...upperEdge), opacity: clamp(1 - (lower - inner) / 8, 0.15, 1) });
    this.renderInside(mouth, to);
    this.renderLight(mouth, to);
  }

  private renderInside({ left, right, inner, lower, x, tongue }: Form, to: Project): void {
    const upper = { from: x + 0.86 * right[0], until: x + 0.86 * left[0], root: inner - 14, edge: Math.min(inner + 10, lower + 4) };
    set(this.teeth, { d: toothRow(upper, 3, to) });
    const under = { from: x + 0.66 * right[0], until: x + 0.66 * left[0], root: lower + 10, edge: Math.max(lower - 4, inner + 20) };
    set(this.lowerTeeth, { d: toothRow(under, 3, to) });
    const [cx, cy] = to([x, lower + 6 - 12 * tongue]);
    set(this.tongue, { cx, cy, rx: 0.62 * Math.abs(left[0]), ry: 15 + 8 * tongue });
  }

  private renderLight({ left, lower, bottom, x }: Form, to: Project): void {
    const [cx, cy] = to([x - 3, lower + (bottom - lower) * 0.42]);
    set(this.shine, { cx, cy, rx: 0.26 * Math.abs(left[0]), ry: 0.13 * (bottom - lower) });
    const [sx, sy] = to([x, bottom + 7]);
    set(this.shade, { cx: sx, cy: sy, rx: 0.55 * Math.abs(left[0]), ry: 5 });
  }
}

export interface MouthPaint {
  readonly cavity: string;
  readonly teeth: string;
  readonly lowerTeeth: string;
  readonly tongue: string;
  readonly upperLip: string;
  readonly lowerLip: string;
  readonly line: string;
  readonly shade: string;
}

interface Teeth {
  readonly from: number;
  readonly until: number;
  readonly root: number;
  readonly edge: number;
}

/** A row of teeth whose biting edge sags by `sag` in the middle. */
function toothRow({ from, until, root, edge }: Teeth, sag: number, to: Project): string {
  const corner: Point = to([from, edge - sag]);
  const end: Point = to([until, root]);
  const half = 0.5 * (until - from);
  const bite: Curve = [to([from + 0.5 * half, edge + sag]), to([until - 0.5 * half, edge + sag]), to([until, edge - sag])];
  return `${path(to([from, root]), [corner, corner, corner], bite, [end, end, end])}Z`;
}
