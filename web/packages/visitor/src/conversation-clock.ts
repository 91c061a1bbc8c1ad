/** Seconds that a segment may come after its time before the clock is set anew: more than a slow network takes. */
const MOST_LATE = 0.3;
/** Seconds that the server sends idle motion ahead at most: half a segment, and one more while it catches up. */
const MOST_EARLY = 15;

/**
 * Whether the conversation's clock is to be set, and to what: the wall time of its zero.
 *
 * Idle motion comes a few seconds before its time. When it comes late, or far too early, one of
 * the two clocks has stood still (a sleeping device), and this one follows the server's.
 */
export function reset(start: number, local: number, wall: number): number | null {
  const early = start - local;
  if (early >= -MOST_LATE && early <= MOST_EARLY) return null;
  return wall - start;
}
