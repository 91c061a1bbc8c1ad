import { Box3, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Stool } from '../src/stage3d/stool.ts';

describe('a stool', () => {
  it('stands on the floor and ends where the figure sits', () => {
    const stool = new Stool([0.1, 0.44, -0.3]);
    stool.root.updateMatrixWorld();
    const box = new Box3().setFromObject(stool.root);
    expect(box.min.y).toBeCloseTo(0);
    expect(box.max.y).toBeCloseTo(0.44);
    const middle = box.getCenter(new Vector3());
    expect(middle.x).toBeCloseTo(0.1);
    expect(middle.z).toBeCloseTo(-0.3);
  });

  it('is as low as a child needs it', () => {
    const box = new Box3().setFromObject(new Stool([0, 0.06, 0]).root);
    expect(box.max.y).toBeCloseTo(0.06);
    expect(box.min.y).toBeCloseTo(0);
  });
});
