import { describe, expect, it } from 'vitest';
import { Expression } from '../src/head2d/expression.ts';
import { form } from '../src/head2d/mouth.ts';
import { bent, drawn, mirrored, shape } from '../src/head2d/shape.ts';
import { View } from '../src/head2d/view.ts';
import { FACE, type FaceName } from '../src/motion/names.ts';
import { restPose } from '../src/motion/segment.ts';

function face(values: Partial<Record<FaceName, number>>): Expression {
  const pose = restPose();
  for (const [name, value] of Object.entries(values)) pose.face[FACE[name as FaceName]] = value ?? 0;
  return new Expression(pose.face);
}

describe('the mouth', () => {
  it('is closed at rest and opens with the jaw', () => {
    expect(form(face({})).lower - form(face({})).inner).toBeCloseTo(0);
    const open = form(face({ jawOpen: 0.6 }));
    expect(open.lower - open.inner).toBeGreaterThan(25);
  });

  it('stays closed when the lips close over an open jaw', () => {
    const closed = form(face({ jawOpen: 0.4, mouthClose: 1 }));
    expect(closed.lower - closed.inner).toBeLessThan(4);
  });

  it('widens and lifts its corners in a smile, and narrows in a pucker', () => {
    const rest = form(face({}));
    const smile = form(face({ mouthSmileLeft: 1, mouthSmileRight: 1 }));
    const pucker = form(face({ mouthPucker: 1 }));
    expect(smile.left[0]).toBeGreaterThan(rest.left[0]);
    expect(smile.left[1]).toBeLessThan(rest.left[1]);
    expect(pucker.left[0]).toBeLessThan(rest.left[0]);
  });

  it('smiles on one side only when asked so', () => {
    const half = form(face({ mouthSmileLeft: 1 }));
    expect(half.left[1]).toBeLessThan(half.right[1]);
  });
});

describe('the drawing', () => {
  it('mirrors an outline', () => {
    expect(drawn(mirrored(shape('M10,5 L-3,2 Z')), (p) => p)).toBe('M-10.0,5.0L3.0,2.0Z');
  });

  it('bends each point of a curve', () => {
    expect(drawn(bent(shape('M0,0 C1,1 2,2 3,3'), ([x, y]) => [x, y + 1]), (p) => p)).toBe('M0.0,1.0C1.0,2.0 2.0,3.0 3.0,4.0');
  });

  it('moves what lies in front with a turn of the head, to our right when it turns to its left', () => {
    const view = new View();
    view.set({ yaw: 0.2, pitch: 0, roll: 0 }, [0, 0]);
    expect(view.at(0, 0, 100)[0]).toBeGreaterThan(15);
    expect(view.at(0, 0, -100)[0]).toBeLessThan(-15);
  });

  it('lowers the face in a nod', () => {
    const view = new View();
    view.set({ yaw: 0, pitch: 0.2, roll: 0 }, [0, 0]);
    expect(view.at(0, 150, 100)[1]).toBeGreaterThan(165);
  });
});
