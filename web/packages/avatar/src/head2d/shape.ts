/** A place on the drawing: x to the right, y down. */
export type Point = readonly [x: number, y: number];

interface Command {
  readonly op: string;
  readonly points: readonly Point[];
}

/** An outline that can be bent point by point before it is drawn. */
export type Shape = readonly Command[];

const COMMAND = /([MLCZ])([^MLCZ]*)/g;

/** Read a path of absolute M, L, C and Z commands. */
export function shape(path: string): Shape {
  return Array.from(path.matchAll(COMMAND), ([, op = 'M', rest = '']) => {
    const numbers = rest.trim().split(/[\s,]+/).filter(Boolean).map(Number);
    const points: Point[] = [];
    for (let i = 0; i + 1 < numbers.length; i += 2) points.push([numbers[i] ?? 0, numbers[i + 1] ?? 0]);
    return { op, points };
  });
}

/** The same outline on the other side of the figure. */
export function mirrored(source: Shape): Shape {
  return bent(source, ([x, y]) => [-x, y]);
}

export function bent(source: Shape, move: (point: Point) => Point): Shape {
  return source.map(({ op, points }) => ({ op, points: points.map(move) }));
}

/** The path's text after each point has gone through `move`. */
export function drawn(source: Shape, move: (point: Point) => Point): string {
  return source.map(({ op, points }) => op + points.map((point) => text(move(point))).join(' ')).join('');
}

/** A closed path through places already projected: `M a C b c d …`. */
export function path(start: Point, ...curves: readonly (readonly [Point, Point, Point])[]): string {
  return `M${text(start)}${curves.map((curve) => `C${curve.map(text).join(' ')}`).join('')}`;
}

function text([x, y]: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

export function mix(a: Point, b: Point, weight: number): Point {
  return [a[0] + (b[0] - a[0]) * weight, a[1] + (b[1] - a[1]) * weight];
}

export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value));
}
