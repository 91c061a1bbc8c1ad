import type { Build } from '../figure3d/figure3d.ts';

/** How much of the figure is in the picture. */
export const VIEWS = ['face', 'bust', 'half', 'full'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Where the camera stands; metres and degrees. */
export interface Framing {
  /** What it looks at. */
  readonly target: readonly [number, number, number];
  readonly distance: number;
  /** Vertical field of view. */
  readonly fov: number;
}

/** What must be inside the picture, whatever its shape: between two heights, and so wide. Metres. */
export interface Extent {
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
}

/** A long lens, as for portraits: at arm's length noses grow. */
const FOV = 20;
/** Where there is more height than needed, this share of it goes above the head. */
const ABOVE = 0.36;

const EXTENTS: Readonly<Record<ViewName, (build: Build) => Extent>> = {
  face: ({ top, eyes }) => ({ top: top + 0.04, bottom: eyes - 0.19, width: 0.28 }),
  bust: ({ top, chest }) => ({ top: top + 0.07, bottom: chest - 0.14, width: 0.5 }),
  half: ({ top, hips }) => ({ top: top + 0.1, bottom: hips - 0.06, width: 0.74 }),
  full: ({ top }) => ({ top: top + 0.08, bottom: -0.05, width: 0.9 }),
};

/** A camera that shows `view` of a figure in a picture of `aspect` (width over height). */
export function framingOf(view: ViewName | Extent, build: Build, aspect: number): Framing {
  const { top, bottom, width } = typeof view === 'string' ? EXTENTS[view](build) : view;
  const needed = top - bottom;
  const height = Math.max(needed, width / aspect);
  const centre = (top + bottom) / 2 + (ABOVE - 0.5) * (height - needed);
  const distance = height / 2 / Math.tan((FOV * Math.PI) / 360);
  return { target: [0, centre, build.ahead - 0.06], distance, fov: FOV };
}
