import { gradient } from './svg.ts';

/** Flat colours. */
export const COLOUR = {
  skinShade: '#dfa488',
  skinLine: '#b9775f',
  hairLine: '#6b5a58',
  blouse: '#fdfbf6',
  collarLine: '#d9d4c8',
  pearl: '#fffaf0',
  badge: '#fbf7ee',
  badgeText: '#12403c',
  lash: '#2c1f1e',
  brow: '#4b3836',
} as const;

/** Gradients of one drawing; each value is what `fill` has to say. */
export interface Paint {
  readonly skin: string;
  readonly neck: string;
  readonly shade: string;
  readonly blush: string;
  readonly hair: string;
  readonly hairBack: string;
  readonly blazer: string;
  readonly lapel: string;
  readonly iris: string;
  readonly upperLip: string;
  readonly lowerLip: string;
  readonly white: string;
}

export function paint(defs: SVGElement, id: string): Paint {
  const up = { x1: 0, x2: 0 };
  return {
    skin: gradient(defs, `${id}-skin`, 'radialGradient', { cx: -34, cy: -20, r: 230 }, [
      [0, '#fde8d8'],
      [0.55, '#f8d8c3'],
      [1, '#eab99e'],
    ]),
    neck: gradient(defs, `${id}-neck`, 'linearGradient', { ...up, y1: 130, y2: 300 }, [
      [0, '#e0a88c'],
      [0.5, '#efc5ac'],
      [1, '#f4d2bd'],
    ]),
    shade: gradient(defs, `${id}-shade`, 'linearGradient', { x1: 20, x2: 126, y1: 10, y2: 60 }, [
      [0, '#d9977b', 0],
      [1, '#d08d72', 0.5],
    ]),
    blush: gradient(defs, `${id}-blush`, 'radialGradient', { cx: 0, cy: 0, r: 1 }, [
      [0, '#e98170', 0.25],
      [0.5, '#e98170', 0.13],
      [1, '#e9806f', 0],
    ]),
    hair: gradient(defs, `${id}-hair`, 'linearGradient', { x1: -120, x2: 120, y1: -210, y2: 190 }, [
      [0, '#4a3a3a'],
      [0.3, '#352829'],
      [1, '#241b1d'],
    ]),
    hairBack: gradient(defs, `${id}-hair-back`, 'linearGradient', { ...up, y1: -210, y2: 220 }, [
      [0, '#2f2425'],
      [1, '#1d1617'],
    ]),
    blazer: gradient(defs, `${id}-blazer`, 'linearGradient', { x1: -260, x2: 260, y1: 250, y2: 620 }, [
      [0, '#2c6a6b'],
      [0.5, '#1f5356'],
      [1, '#153d42'],
    ]),
    lapel: gradient(defs, `${id}-lapel`, 'linearGradient', { x1: -120, x2: 120, y1: 250, y2: 500 }, [
      [0, '#34787a'],
      [1, '#1c4b50'],
    ]),
    iris: gradient(defs, `${id}-iris`, 'radialGradient', { cx: 0, cy: 4, r: 15 }, [
      [0, '#9a6a45'],
      [0.6, '#6b432b'],
      [1, '#3d251a'],
    ]),
    upperLip: gradient(defs, `${id}-upper-lip`, 'linearGradient', { ...up, y1: 96, y2: 118 }, [
      [0, '#cf7268'],
      [1, '#b4544f'],
    ]),
    lowerLip: gradient(defs, `${id}-lower-lip`, 'linearGradient', { ...up, y1: 112, y2: 150 }, [
      [0, '#d0716a'],
      [1, '#dc8a80'],
    ]),
    white: gradient(defs, `${id}-white`, 'linearGradient', { ...up, y1: -16, y2: 18 }, [
      [0, '#e6dcd6'],
      [0.5, '#fffdfb'],
      [1, '#f6ece6'],
    ]),
  };
}
