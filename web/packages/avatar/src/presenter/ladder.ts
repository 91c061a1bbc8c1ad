/** What a visitor sees: the figure in three dimensions, the drawn head, or only words. */
export const LEVELS = ['3d', '2d', 'text'] as const;
export type Level = (typeof LEVELS)[number];

export type Fps = 60 | 30 | 15;

/** One degree of effort. */
export interface Rung {
  readonly level: Level;
  readonly fps: Fps;
  /** Share of the full pixel ratio. */
  readonly scale: number;
}

/**
 * From the best to the least: each step takes clearly less work than the one before. Slowness
 * alone never takes the figure away: it ends with a drawing, fifteen times a second.
 */
export const LADDER: readonly Rung[] = [
  { level: '3d', fps: 60, scale: 1 },
  { level: '3d', fps: 30, scale: 1 },
  { level: '3d', fps: 30, scale: 0.75 },
  { level: '3d', fps: 15, scale: 0.75 },
  { level: '3d', fps: 15, scale: 0.5 },
  { level: '2d', fps: 60, scale: 1 },
  { level: '2d', fps: 30, scale: 1 },
  { level: '2d', fps: 15, scale: 1 },
];

/** Words take no effort. */
const WORDS: readonly Rung[] = [{ level: 'text', fps: 15, scale: 1 }];

/** Where somebody insists on `level`: fewer pictures, but never another level nor blurred ones. */
export function ladderOf(level: Level): readonly Rung[] {
  if (level === 'text') return WORDS;
  const rates = LADDER.filter((rung) => rung.level === level).map(({ fps }) => fps);
  return [...new Set(rates)].map((fps) => ({ level, fps, scale: 1 }));
}
