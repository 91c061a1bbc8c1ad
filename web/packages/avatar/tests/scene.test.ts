import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { DEPTH } from '../src/scene/backdrop.ts';
import { EYES, framing, VIEWS } from '../src/scene/framing.ts';
import { isSceneName, SCENE_NAMES, sceneName, sceneNameOr, UnknownSceneError } from '../src/scene/names.ts';
import { STATION } from '../src/scene/plate/lens.ts';

const ASPECTS = [0.46, 9 / 16, 0.75, 1, 1.3, 1.6, 16 / 9, 2.4];

/** Where a point lies in the picture, −1..1 from left to right and from bottom to top. */
function seen(view: (typeof VIEWS)[number], aspect: number, x: number, y: number, z = 0): Vector3 {
  const { position, target, fov } = framing(view, aspect);
  const camera = new PerspectiveCamera(fov, aspect, 0.05, 60);
  camera.position.copy(position);
  camera.lookAt(target);
  camera.updateMatrixWorld();
  return new Vector3(x, y, z).project(camera);
}

const inside = ({ x, y }: Vector3): boolean => Math.abs(x) < 1 && Math.abs(y) < 1;

describe('the framing', () => {
  it.each(ASPECTS)('leaves headroom and keeps the eyes in the upper half at aspect %f', (aspect) => {
    for (const view of VIEWS) {
      for (const side of [-0.09, 0.09]) expect(inside(seen(view, aspect, side, 1.67)), view).toBe(true);
      const eyes = (1 - seen(view, aspect, 0, EYES, 0.1).y) / 2;
      expect(eyes, view).toBeGreaterThan(0.15);
      expect(eyes, view).toBeLessThan(0.45);
    }
  });

  it.each(ASPECTS)('shows hands at rest and raised to the shoulders in the half view at aspect %f', (aspect) => {
    for (const side of [-1, 1]) {
      expect(inside(seen('half', aspect, side * 0.3, 0.66, 0.06))).toBe(true);
      for (const y of [0.95, 1.2, 1.38]) expect(inside(seen('half', aspect, side * 0.35, y, 0.3))).toBe(true);
    }
  });

  it.each(ASPECTS)('shows the whole figure with floor before it in the full view at aspect %f', (aspect) => {
    for (const side of [-0.2, 0.2]) expect(inside(seen('full', aspect, side, 0, 0.25))).toBe(true);
  });

  it.each(ASPECTS)('looks at nothing that the plate does not hold at aspect %f', (aspect) => {
    const { eye, left, right, bottom, top } = STATION;
    for (const view of VIEWS) {
      const { position, fov } = framing(view, aspect);
      const rise = Math.tan((fov * Math.PI) / 360);
      for (const [x, y] of [[-1, -1], [1, -1], [-1, 1], [1, 1]] as const) {
        const [dx, dy] = [x * rise * aspect, y * rise];
        const far = Math.min(position.z + DEPTH, dy < 0 ? position.y / -dy : Infinity);
        const depth = eye[2] - (position.z - far);
        const across = (position.x + far * dx - eye[0]) / depth;
        const up = (position.y + far * dy - eye[1]) / depth;
        expect(across > left && across < right && up > bottom && up < top, `${view} ${across} ${up}`).toBe(true);
      }
    }
  });

  it('looks level through a portrait lens from in front', () => {
    for (const view of VIEWS) {
      const { position, target, fov } = framing(view, 1.6);
      expect(position.y).toBe(target.y);
      expect(position.z).toBeGreaterThan(0.9);
      expect(fov).toBeGreaterThanOrEqual(20);
      expect(fov).toBeLessThanOrEqual(28);
    }
  });

  it('puts the figure in the middle of upright pictures and a little aside in wide ones', () => {
    expect(seen('half', 9 / 16, 0, 1.2).x).toBeCloseTo(0);
    const aside = seen('half', 2.2, 0, 1.2).x;
    expect(aside).toBeLessThan(-0.05);
    expect(aside).toBeGreaterThan(-0.25);
  });

  it.each([0, -1, Number.NaN, Infinity])('gives a usable camera for a canvas that has no shape yet (%f)', (aspect) => {
    const { position, target, fov } = framing('half', aspect);
    for (const value of [...position.toArray(), ...target.toArray(), fov]) expect(Number.isFinite(value)).toBe(true);
  });
});

describe('the names of scenes', () => {
  it('are the three that the service may publish', () => {
    expect(SCENE_NAMES).toEqual(['hall', 'office', 'studio', 'clinic', 'classroom']);
    for (const name of SCENE_NAMES) expect(sceneName(name)).toBe(name);
  });

  it.each(['', 'Hall', 'hall ', '__proto__', 'constructor', null, undefined, 7, {}, ['hall'], 10n, Symbol('hall')])('do not include %o', (value) => {
    expect(isSceneName(value)).toBe(false);
    expect(() => sceneName(value)).toThrow(UnknownSceneError);
    expect(sceneNameOr(value)).toBe('studio');
  });

  it('are told in the error, which never repeats more than a line of what was asked', () => {
    const error = new UnknownSceneError('x'.repeat(10_000));
    expect(error.message).toContain('hall, office, studio, clinic, classroom');
    expect(error.message.length).toBeLessThan(200);
  });
});
