import { type Cast, Mould } from './figure3d/cast.ts';
import type { Figure3D } from './figure3d/figure3d.ts';
import { restArms } from './motion/rest.ts';
import { type Pose, restPose } from './motion/segment.ts';
import type { Stage3D } from './stage3d/stage3d.ts';

/** What a figure shows of itself in one picture, with the light of the scene taken out. */
export interface Swatch {
  /** Degrees that the camera has gone round the figure, to its left. */
  readonly yaw: number;
  /** By part: the middle colour, linear sRGB under neutral light; parts out of sight are missing. */
  readonly colours: Readonly<Record<string, readonly number[]>>;
  /** By part, and of `all`: rows of the picture, from its top, between which it lies. */
  readonly rows: Readonly<Record<string, readonly [number, number]>>;
  /** Pixels that it covers. */
  readonly area: number;
}

type Rgb = readonly [number, number, number];

const SIZE = [192, 320] as const;
const GREY = 0.4;
const PARTS: Readonly<Record<string, { readonly part: string; readonly colour: Rgb }>> = {
  Skin: { part: 'skin', colour: [1, 0, 0] },
  SkinBody: { part: 'skin', colour: [1, 0, 0] },
  Hair: { part: 'hair', colour: [0, 1, 0] },
  Cloth: { part: 'cloth', colour: [0, 0, 1] },
};
const OTHER: Rgb = [1, 0, 1];
/** Of 255: a channel that is lit by less was not meant to be, one lit by more is washed out. */
const DARK = 20;
const BRIGHT = 250;
/** Pixels of a part below which its colour says nothing. */
const FEW = 24;

/**
 * Takes pictures of a figure on `stage` from all sides and takes the light out of them: each is
 * divided by one of the same figure cast in grey, after gloss (one cast in black) was taken away
 * from both. What is left is its own colour, as neutral light would show it.
 */
export class Swatches {
  private readonly mould: Mould;
  private readonly pose: Pose;

  constructor(
    private readonly stage: Stage3D,
    figure: Figure3D,
  ) {
    this.mould = new Mould(figure.root);
    this.pose = restPose();
    restArms(this.pose);
    stage.resize(...SIZE, 1);
  }

  take(yaw: number): Swatch {
    this.stage.frame('full', (yaw * Math.PI) / 180);
    const parts = this.drawn((name) => ({ colour: PARTS[name]?.colour ?? OTHER, flat: true }));
    const own = this.drawn(() => null);
    const grey = this.drawn(() => ({ colour: [GREY, GREY, GREY] }));
    const black = this.drawn(() => ({ colour: [0, 0, 0] }));
    const found = new Map<string, number[][]>();
    const rows = new Map<string, [number, number]>();
    let area = 0;
    for (let i = 0; i < parts.length; i += 4) {
      const part = partAt(parts, i);
      if (part === null) continue;
      area++;
      const row = Math.floor(i / 4 / SIZE[0]);
      for (const name of ['all', part]) rows.set(name, [rows.get(name)?.[0] ?? row, row + 1]);
      const colour = without(own, grey, black, i);
      if (colour !== null) listed(found, part).push(colour);
    }
    const colours = [...found].filter(([, values]) => values.length >= FEW).map(([part, values]) => [part, middle(values)]);
    return { yaw, colours: Object.fromEntries(colours), rows: Object.fromEntries(rows), area };
  }

  private drawn(cast: (name: string) => Cast | null): Uint8ClampedArray {
    this.mould.fill(cast);
    this.stage.render(this.pose, 0);
    const sheet = new OffscreenCanvas(...SIZE).getContext('2d', { willReadFrequently: true });
    if (sheet === null) throw new TypeError('This browser draws no pictures.');
    sheet.drawImage(this.stage.canvas, 0, 0);
    return sheet.getImageData(0, 0, ...SIZE).data;
  }
}

/** Which part a pixel of the cut-out shows; edges and the background show none. */
function partAt(pixels: Uint8ClampedArray, at: number): string | null {
  const shown = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
  if (shown.some((value) => value > DARK && value < BRIGHT)) return null;
  const known = Object.values(PARTS).find(({ colour }) => colour.every((value, k) => value > 0.5 === (shown[k] ?? 0) >= BRIGHT));
  return known?.part ?? null;
}

/** A pixel's own colour; null where the light was too weak or too strong to tell. */
function without(own: Uint8ClampedArray, grey: Uint8ClampedArray, black: Uint8ClampedArray, at: number): number[] | null {
  const colour = [0, 1, 2].map((k) => {
    const [shown, lit, gloss] = [own, grey, black].map((pixels) => pixels[at + k] ?? 0) as [number, number, number];
    if (shown >= BRIGHT || lit >= BRIGHT || lit - gloss < DARK) return NaN;
    return (GREY * (linear(shown) - linear(gloss))) / (linear(lit) - linear(gloss));
  });
  return colour.every(Number.isFinite) ? colour : null;
}

function linear(value: number): number {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

function listed(map: Map<string, number[][]>, key: string): number[][] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** The median of each channel. */
function middle(values: readonly (readonly number[])[]): number[] {
  return [0, 1, 2].map((k) => {
    const sorted = values.map((value) => value[k] ?? 0).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  });
}
