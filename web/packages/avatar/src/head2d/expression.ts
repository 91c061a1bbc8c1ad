import { FACE, type FaceName } from '../motion/names.ts';
import { clamp } from './shape.ts';

/** Reads coefficients of one face by name. */
export class Expression {
  constructor(private readonly face: Float32Array) {}

  get(name: FaceName): number {
    return clamp(this.face[FACE[name]] ?? 0);
  }

  /** The coefficient of one side: 1 is the figure's left, on our right. */
  side(stem: Sided, side: Side): number {
    return this.get(`${stem}${side > 0 ? 'Left' : 'Right'}`);
  }

  both(stem: Sided): number {
    return (this.side(stem, 1) + this.side(stem, -1)) / 2;
  }
}

export type Side = 1 | -1;
export const SIDES: readonly Side[] = [1, -1];

/** Names that exist for both sides, without the side. */
type Stem<N> = N extends `${infer S}Left` ? S : never;
type Sided = Stem<FaceName>;
