import { type Expression, SIDES } from './expression.ts';
import * as outline from './outline.ts';
import { COLOUR, type Paint } from './palette.ts';
import { type Point, type Shape, clamp, drawn } from './shape.ts';
import { element, set } from './svg.ts';
import type { View } from './view.ts';

/** An outline on the drawing and where it lies in depth. */
interface Layer {
  readonly node: SVGPathElement;
  readonly form: Shape;
  readonly depth: number;
}

function layer(parent: SVGElement, form: Shape, depth: number, fill: string): Layer {
  return { node: element(parent, 'path', { fill }), form, depth };
}

function place({ node, form, depth }: Layer, view: View): void {
  set(node, { d: drawn(form, view.flat(depth)) });
}

export class HairBack {
  private readonly mass: Layer;

  constructor(parent: SVGElement, paint: Paint) {
    this.mass = layer(parent, outline.HAIR_BACK, -45, paint.hairBack);
  }

  render(view: View): void {
    place(this.mass, view);
  }
}

export class HairFront {
  private readonly locks: readonly Layer[];
  private readonly strands: readonly Layer[];

  constructor(parent: SVGElement, paint: Paint) {
    this.locks = [
      layer(parent, outline.HAIR_TUCKED, 18, paint.hair),
      layer(parent, outline.HAIR_SWEEP, 22, paint.hair),
    ];
    this.strands = outline.STRANDS.map((strand, index) => {
      const line = layer(parent, strand, 24, 'none');
      set(line.node, {
        stroke: COLOUR.hairLine,
        'stroke-width': index % 2 === 0 ? 3 : 5,
        'stroke-linecap': 'round',
        opacity: index % 2 === 0 ? 0.5 : 0.28,
      });
      return line;
    });
  }

  render(view: View): void {
    for (const one of [...this.locks, ...this.strands]) place(one, view);
  }
}

/** Ears, the face's skin with its light, blush and nose. */
export class Skull {
  private readonly ears: readonly Layer[];
  private readonly pearl: SVGCircleElement;
  private readonly skin: SVGPathElement;
  private readonly shade: SVGPathElement;
  private readonly cheeks: readonly SVGEllipseElement[];
  private readonly folds: readonly SVGPathElement[];
  private readonly nose: readonly (readonly [SVGPathElement, Shape])[];

  constructor(parent: SVGElement, paint: Paint) {
    this.ears = [outline.EAR_LEFT, outline.EAR_RIGHT].map((ear) => layer(parent, ear, -8, paint.skin));
    this.pearl = element(parent, 'circle', { r: 6.5, fill: COLOUR.pearl, stroke: '#d9cdbb', 'stroke-width': 1 });
    this.skin = element(parent, 'path', { fill: paint.skin });
    this.shade = element(parent, 'path', { fill: paint.shade });
    this.cheeks = SIDES.map(() => element(parent, 'ellipse', { rx: 1, ry: 1, fill: paint.blush }));
    this.folds = SIDES.map(() => element(parent, 'path', { fill: 'none', stroke: COLOUR.skinLine, 'stroke-width': 2.4, 'stroke-linecap': 'round' }));
    const put = (form: Shape, attributes: Record<string, string | number>): [SVGPathElement, Shape] => [element(parent, 'path', attributes), form];
    this.nose = [
      put(outline.NOSE_SIDE, { fill: COLOUR.skinShade, opacity: 0.28 }),
      put(outline.NOSE_LIGHT, { fill: '#fff', opacity: 0.15 }),
      put(outline.NOSE_WINGS, { fill: 'none', stroke: COLOUR.skinLine, 'stroke-width': 2.2, 'stroke-linecap': 'round', opacity: 0.45 }),
      put(outline.NOSTRILS, { fill: '#a5614d', opacity: 0.75 }),
    ];
  }

  render(face: Expression, view: View): void {
    for (const ear of this.ears) place(ear, view);
    const [px, py] = view.at(124, 68, -4);
    set(this.pearl, { cx: px, cy: py });
    const jaw = jawMove(face);
    const to = (point: Point): Point => {
      const moved = jaw(point);
      return view.at(moved[0], moved[1], outlineDepth(moved));
    };
    set(this.skin, { d: drawn(outline.FACE, to) });
    set(this.shade, { d: drawn(outline.FACE, to) });
    this.renderCheeks(face, view);
    this.renderNose(face, view);
  }

  private renderCheeks(face: Expression, view: View): void {
    SIDES.forEach((side, index) => {
      const smile = face.side('mouthSmile', side);
      const lift = 8 * smile + 5 * face.side('cheekSquint', side);
      const puff = 1 + 0.2 * face.get('cheekPuff');
      const [x, y] = view.onFace([side * 74, 60 - lift]);
      this.cheeks[index]?.setAttribute(
        'transform',
        `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(44 * puff).toFixed(1)} ${(30 * puff).toFixed(1)})`,
      );
      const fold: [Point, Point, Point, Point] = [[side * 27, 72], [side * 36, 80], [side * (46 + 8 * smile), 92], [side * (48 + 8 * smile), 106]];
      const [a, b, c, d] = fold.map((point) => view.onFace(point).map((v) => v.toFixed(1)).join(','));
      const node = this.folds[index];
      if (node) set(node, { d: `M${a}C${b} ${c} ${d}`, opacity: clamp(0.03 + 0.2 * smile + 0.3 * face.side('noseSneer', side)) });
    });
  }

  private renderNose(face: Expression, view: View): void {
    const sneer = 4 * face.both('noseSneer');
    for (const [node, form] of this.nose) {
      set(node, { d: drawn(form, ([x, y]) => view.onFace([x, y - (y > 40 ? sneer : 0)], y > 30 ? 20 : 8)) });
    }
  }
}

/** The lower face goes down and a little inwards as the jaw opens, and aside with it. */
function jawMove(face: Expression): (point: Point) => Point {
  const open = face.get('jawOpen');
  const aside = 9 * (face.get('jawLeft') - face.get('jawRight'));
  return ([x, y]) => {
    const part = clamp((y - 40) / 130);
    const low = part * part * (3 - 2 * part);
    return [x * (1 - 0.05 * open * low) + aside * low, y + 26 * open * low];
  };
}

/** The silhouette lies far back at the temples and further ahead at the chin. */
function outlineDepth([, y]: Point): number {
  return 6 + 52 * clamp((y - 60) / 120);
}
