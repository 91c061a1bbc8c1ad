import { Mesh, MeshPhysicalMaterial, type Object3D, ShaderChunk, ShaderLib, Texture, Vector3 } from 'three';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { jointOf } from '../src/figure3d/bones.ts';
import { FigureError, type FigureFault } from '../src/figure3d/errors.ts';
import { driveOf } from '../src/figure3d/face.ts';
import type { Figure3D } from '../src/figure3d/figure3d.ts';
import { loadFigure } from '../src/figure3d/load.ts';
import { evenly } from '../src/figure3d/shading.ts';
import { GLOSS, LAMBERT, LOOKUP, SHADOWS } from '../src/figure3d/chunks.ts';
import type { Sight } from '../src/gaze/sight.ts';
import { BONE, FACE } from '../src/motion/names.ts';
import { type Pose, restPose } from '../src/motion/segment.ts';
import { SKELETON, glb, tinyGlb } from './support/glb.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const AHEAD: Sight = { visitor: [0, 1.35, 2], screen: (x, y) => [x, 1.35 + y, 1] };

function body(figure: Figure3D): Mesh {
  const found = figure.root.getObjectByName('Body');
  if (!(found instanceof Mesh)) throw new TypeError('The tiny figure has lost its body.');
  return found;
}

function morph(figure: Figure3D, name: string): number {
  const { morphTargetDictionary: names = {}, morphTargetInfluences: values = [] } = body(figure);
  return values[names[name] ?? -1] ?? NaN;
}

function shown(figure: Figure3D, change: (pose: Pose) => void, sight: Sight = AHEAD): void {
  const pose = restPose();
  change(pose);
  figure.apply(pose, 0, sight, true);
  figure.root.updateMatrixWorld(true);
}

/** The node of the file called `name`, seen from the world. */
function place(figure: Figure3D, name: string): Vector3 {
  const node: Object3D | undefined = figure.root.getObjectByName(name);
  return node?.getWorldPosition(new Vector3()) ?? new Vector3(NaN, NaN, NaN);
}

async function fault(source: ArrayBuffer): Promise<FigureFault> {
  const error: unknown = await loadFigure(source).then(() => null, (reason: unknown) => reason);
  if (!(error instanceof FigureError)) throw new TypeError('The figure was not refused.', { cause: error });
  return error.fault;
}

describe('morphs', () => {
  it('are driven by coefficients of their name', async () => {
    const figure = await loadFigure(tinyGlb());
    shown(figure, ({ face }) => face.set([0.7], FACE.jawOpen));
    expect(morph(figure, 'jawOpen')).toBeCloseTo(0.7);
  });

  it.each([
    [0, 0],
    [0.25, 0.75],
    [0.5, 1],
    [1, 0],
  ])('of half-closed lids are greatest half way: %f gives %f', async (closed, midway) => {
    const figure = await loadFigure(tinyGlb());
    shown(figure, ({ face }) => face.set([closed], FACE.eyeBlinkLeft));
    expect(morph(figure, 'eyeBlinkMidLeft')).toBeCloseTo(midway);
    expect(morph(figure, 'eyeBlinkMidRight')).toBe(0);
  });

  it('never leave 0..1', async () => {
    const figure = await loadFigure(tinyGlb());
    shown(figure, ({ face }) => face.set([3, -2], FACE.eyeBlinkLeft));
    expect([morph(figure, 'eyeBlinkLeft'), morph(figure, 'eyeBlinkRight')]).toEqual([1, 0]);
  });

  it.each(['jawOpen', 'JawOpen', 'jaw_open', 'Face.jawOpen'])('are known as %s', (name) => {
    expect(driveOf(name)).toEqual({ column: FACE.jawOpen, midway: false });
  });

  it('are known with short names of sides', () => {
    expect(driveOf('mouthSmile_L')).toEqual({ column: FACE.mouthSmileLeft, midway: false });
    expect(driveOf('eyeBlink_R')).toEqual({ column: FACE.eyeBlinkRight, midway: false });
  });

  it('that no coefficient stands for are left alone', () => {
    expect(driveOf('viseme_aa')).toBeNull();
    expect(driveOf('constructor')).toBeNull();
  });
});

describe('the body', () => {
  it('turns a bone about the axes of the figure', async () => {
    const figure = await loadFigure(tinyGlb());
    const down = [0, 0, -Math.SQRT1_2, Math.SQRT1_2];
    shown(figure, ({ bones }) => bones.set(down, 4 * BONE.leftUpperArm));
    const [shoulder, hand] = [place(figure, 'leftUpperArm'), place(figure, 'leftHand')];
    expect(hand.x).toBeCloseTo(shoulder.x);
    expect(hand.y).toBeCloseTo(shoulder.y - 0.51);
  });

  it('moves its hips by metres from where they rest', async () => {
    const figure = await loadFigure(tinyGlb());
    shown(figure, ({ hips }) => hips.set([0.02, -0.01, 0.03]));
    expect(place(figure, 'hips').toArray().map((value) => Number(value.toFixed(3)))).toEqual([0.02, 0.89, 0.03]);
  });

  it('is found by the names of its nodes where the file does not say', async () => {
    const figure = await loadFigure(tinyGlb({ vrm: null }));
    shown(figure, ({ bones }) => bones.set([0, Math.SQRT1_2, 0, Math.SQRT1_2], 4 * BONE.head));
    expect(place(figure, 'leftEye').x).toBeGreaterThan(0.07);
  });

  it.each([
    ['leftUpperArm', 'leftUpperArm'],
    ['mixamorig:LeftForeArm', 'leftLowerArm'],
    ['mixamorigSpine2', 'upperChest'],
    ['RightUpLeg', 'rightUpperLeg'],
    ['LeftHandThumb1', 'leftThumbMetacarpal'],
    ['RightHandPinky3', 'rightLittleDistal'],
    ['Left_Eye', 'leftEye'],
    ['Armature', null],
    ['LeftHandIndex4', null],
    ['toString', null],
  ])('takes a node called %s for %s', (name, joint) => {
    expect(jointOf(name)).toBe(joint);
  });

  it('of an older file, which looks the other way, is turned round with its movements', async () => {
    const backward = Object.fromEntries(
      Object.entries(SKELETON).map(([name, { parent, at: [x, y, z] }]) => [name, { parent, at: [-x, y, -z] as const }]),
    );
    const figure = await loadFigure(tinyGlb({ bones: backward, vrm: 0 }));
    const down = [0, 0, -Math.SQRT1_2, Math.SQRT1_2];
    shown(figure, ({ bones, hips }) => {
      bones.set(down, 4 * BONE.leftUpperArm);
      bones.set([-Math.sin(0.2), 0, 0, Math.cos(0.2)], 4 * BONE.spine);
      hips.set([0.02, 0, 0.03]);
    });
    expect(place(figure, 'hips').x).toBeCloseTo(0.02);
    expect(place(figure, 'hips').z).toBeCloseTo(0.03);
    expect(place(figure, 'leftHand').x).toBeGreaterThan(0.1);
    expect(place(figure, 'leftHand').y).toBeLessThan(place(figure, 'leftUpperArm').y - 0.4);
    expect(place(figure, 'head').z).toBeLessThan(0);
    expect(place(figure, 'leftEye').z).toBeGreaterThan(place(figure, 'head').z);
  });

  it('is measured where it stands', async () => {
    const { build } = await loadFigure(tinyGlb());
    expect(build.top).toBeCloseTo(1.65);
    expect(build.eyes).toBeCloseTo(1.55);
    expect(build.hips).toBeCloseTo(0.9);
  });
});

describe('eyes of a figure', () => {
  it('both meet at what it looks at', async () => {
    const figure = await loadFigure(tinyGlb());
    const visitor = [0.4, 1.4, 0.8] as const;
    shown(figure, () => undefined, { ...AHEAD, visitor });
    for (const name of ['leftEye', 'rightEye']) {
      const eye = figure.root.getObjectByName(name);
      const ahead = eye?.getWorldDirection(new Vector3()) ?? new Vector3();
      const wanted = new Vector3(...visitor).sub(place(figure, name)).normalize();
      expect(ahead.angleTo(wanted)).toBeLessThan(0.01);
    }
  });

  it('stay on the visitor while the head nods', async () => {
    const figure = await loadFigure(tinyGlb());
    shown(figure, ({ bones }) => bones.set([Math.sin(0.1), 0, 0, Math.cos(0.1)], 4 * BONE.head));
    const ahead = figure.root.getObjectByName('leftEye')?.getWorldDirection(new Vector3()) ?? new Vector3();
    const wanted = new Vector3(...AHEAD.visitor).sub(place(figure, 'leftEye')).normalize();
    expect(ahead.angleTo(wanted)).toBeLessThan(0.01);
  });

  it('take their lids down with them', async () => {
    const figure = await loadFigure(tinyGlb());
    shown(figure, () => undefined, { ...AHEAD, visitor: [0, 1.2, 1] });
    expect(morph(figure, 'eyeLookDownLeft')).toBeGreaterThan(0.3);
  });

  it('do not turn further the longer they look', async () => {
    const figure = await loadFigure(tinyGlb());
    const sight = { ...AHEAD, visitor: [0.5, 1.5, 1] } as const;
    const direction = (): Vector3 => figure.root.getObjectByName('leftEye')?.getWorldDirection(new Vector3()) ?? new Vector3();
    shown(figure, () => undefined, sight);
    const first = direction();
    shown(figure, () => undefined, sight);
    expect(direction().angleTo(first)).toBeLessThan(1e-6);
  });
});

describe('surfaces', () => {
  it('get the look that their name stands for', async () => {
    const material = body(await loadFigure(tinyGlb({ material: 'Skin' }))).material;
    expect(material).toBeInstanceOf(MeshPhysicalMaterial);
    expect(material).toMatchObject({ sheen: 0.35, specularIntensity: 0.62 });
  });

  it('of the eyes and of the mouth within are set back, so that no wall seen from its edge shows through the skin', async () => {
    const material = body(await loadFigure(tinyGlb({ material: 'Eye' }))).material;
    expect(material).toMatchObject({ polygonOffset: true, polygonOffsetFactor: 1 });
  });

  it('that nobody has described are shown as their file says', async () => {
    const material = body(await loadFigure(tinyGlb({ material: 'Handbag' }))).material;
    expect(material).toMatchObject({ sheen: 0, specularIntensity: 1 });
  });

  it('take their light from the scene, and leave it to the scene when they go', async () => {
    const figure = await loadFigure(tinyGlb());
    const environment = new Texture();
    const freed = vi.fn();
    environment.addEventListener('dispose', freed);
    figure.light(environment);
    expect(body(figure).material).toMatchObject({ envMap: environment, envMapIntensity: 1 });
    figure.dispose();
    expect(freed).not.toHaveBeenCalled();
  });

  it('of skin and strands change lines that three still has', () => {
    expect(ShaderChunk.lights_physical_pars_fragment).toContain(LAMBERT);
    expect(ShaderChunk.lights_physical_pars_fragment).toContain(GLOSS);
    expect(ShaderChunk.lights_physical_fragment).toContain('material.anisotropyT');
  });

  it('of skin looks shadows up alike at every pixel, so that no specks are left', () => {
    const shadows = ShaderChunk.shadowmap_pars_fragment;
    expect(ShaderLib.physical.fragmentShader).toContain(SHADOWS);
    const even = evenly(shadows);
    expect(even.split(LOOKUP[0])).toHaveLength(shadows.split(LOOKUP[0]).length - 1);
    expect(even).toContain('vogelDiskSample( i, 16, 0.0 )');
  });
});

describe('a file that is no figure', () => {
  it('is refused when it is empty, a picture or text', async () => {
    expect(await fault(new ArrayBuffer(0))).toBe('broken');
    expect(await fault(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 1]).buffer)).toBe('broken');
    expect(await fault(new TextEncoder().encode('{"asset":{"version":"2.0"}}').buffer)).toBe('broken');
  });

  it('is refused wherever it is cut off', async () => {
    const whole = tinyGlb();
    for (let length = 0; length < whole.byteLength; length += 97) {
      expect(await fault(whole.slice(0, length))).toBe('broken');
    }
  });

  it('is refused when it is of an older glTF', async () => {
    const old = tinyGlb();
    new DataView(old).setUint32(4, 1, true);
    expect(await fault(old)).toBe('broken');
  });

  it('is refused when its parts point nowhere', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    expect(await fault(glb({ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [7] }] }))).toBe('broken');
    expect(await fault(glb({}))).toBe('broken');
    expect(await fault(glb([]))).toBe('broken');
  });

  it('is refused when it wants something from elsewhere', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const elsewhere = {
      asset: { version: '2.0' },
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
      accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 1] }],
      bufferViews: [{ buffer: 0, byteLength: 36 }],
      buffers: [{ byteLength: 36, uri: 'https://example.org/secret.bin' }],
    };
    expect(await fault(glb(elsewhere))).toBe('broken');
    expect(fetched).not.toHaveBeenCalled();
  });

  it('is refused without a skeleton, and without a face', async () => {
    const armless = Object.fromEntries(Object.entries(SKELETON).filter(([name]) => !name.includes('Arm') && !name.includes('Hand')));
    expect(await fault(tinyGlb({ bones: armless, vrm: null }))).toBe('bodiless');
    expect(await fault(tinyGlb({ morphs: ['Fcl_ALL_Joy'] }))).toBe('faceless');
    expect(await fault(tinyGlb({ morphs: [] }))).toBe('faceless');
  });
});

describe('fetching a figure', () => {
  it('tells how far it is and gives what came', async () => {
    const bytes = tinyGlb();
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(bytes, { headers: { 'content-length': String(bytes.byteLength) } }));
    const told: (readonly [number, number | null])[] = [];
    await loadFigure('/figures/a.glb', { progress: (loaded, total) => told.push([loaded, total]) });
    expect(told.at(-1)).toEqual([bytes.byteLength, bytes.byteLength]);
  });

  it('does not take a packed size for the whole', async () => {
    const bytes = tinyGlb();
    const headers = { 'content-length': '10', 'content-encoding': 'br' };
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(bytes, { headers }));
    const totals = new Set<number | null>();
    await loadFigure('/figures/a.glb', { progress: (_, total) => totals.add(total) });
    expect([...totals]).toEqual([null]);
  });

  it('may be tried again when the server could not be reached or refused', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('offline')).mockResolvedValueOnce(new Response('', { status: 503 }));
    for (const attempt of ['offline', 'refused']) {
      const error: unknown = await loadFigure('/figures/a.glb').catch((reason: unknown) => reason);
      expect(error, attempt).toMatchObject({ fault: 'unreachable', retry: true });
    }
  });

  it('ends with the reason of whoever called it off', async () => {
    const leaving = new AbortController();
    leaving.abort(new DOMException('The page is closing.', 'AbortError'));
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(leaving.signal.reason);
    await expect(loadFigure('/figures/a.glb', { signal: leaving.signal })).rejects.toBe(leaving.signal.reason);
  });
});
