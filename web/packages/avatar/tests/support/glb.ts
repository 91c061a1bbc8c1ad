/** A small figure, written as a GLB file: one triangle on a skeleton, with some morphs. */
export interface TinyFigure {
  /** Nodes by name: where each begins, seen from its parent, and what that is. */
  readonly bones?: Readonly<Record<string, Bone>>;
  readonly morphs?: readonly string[];
  /** Say in the file, as VRM of this version, which node is which bone. */
  readonly vrm?: 0 | 1 | null;
  readonly material?: string;
}

interface Bone {
  readonly parent: string | null;
  readonly at: readonly [number, number, number];
}

export const SKELETON: Readonly<Record<string, Bone>> = {
  hips: { parent: null, at: [0, 0.9, 0] },
  spine: { parent: 'hips', at: [0, 0.2, 0] },
  chest: { parent: 'spine', at: [0, 0.2, 0] },
  neck: { parent: 'chest', at: [0, 0.15, 0] },
  head: { parent: 'neck', at: [0, 0.05, 0] },
  leftEye: { parent: 'head', at: [0.03, 0.05, 0.08] },
  rightEye: { parent: 'head', at: [-0.03, 0.05, 0.08] },
  leftUpperArm: { parent: 'chest', at: [0.15, 0.1, 0] },
  leftLowerArm: { parent: 'leftUpperArm', at: [0.27, 0, 0] },
  leftHand: { parent: 'leftLowerArm', at: [0.24, 0, 0] },
  rightUpperArm: { parent: 'chest', at: [-0.15, 0.1, 0] },
  rightLowerArm: { parent: 'rightUpperArm', at: [-0.27, 0, 0] },
  rightHand: { parent: 'rightLowerArm', at: [-0.24, 0, 0] },
  leftUpperLeg: { parent: 'hips', at: [0.1, 0, 0] },
  leftLowerLeg: { parent: 'leftUpperLeg', at: [0, -0.4, 0] },
  leftFoot: { parent: 'leftLowerLeg', at: [0, -0.4, 0] },
  rightUpperLeg: { parent: 'hips', at: [-0.1, 0, 0] },
  rightLowerLeg: { parent: 'rightUpperLeg', at: [0, -0.4, 0] },
  rightFoot: { parent: 'rightLowerLeg', at: [0, -0.4, 0] },
};

const MORPHS = ['jawOpen', 'eyeBlinkLeft', 'eyeBlinkMidLeft', 'eyeBlinkRight', 'eyeBlinkMidRight', 'eyeLookDownLeft'];
const TRIANGLE = new Float32Array([0, 1.5, 0, 0.1, 1.5, 0, 0, 1.65, 0]);

export function tinyGlb({ bones = SKELETON, morphs = MORPHS, vrm = 1, material = 'Skin' }: TinyFigure = {}): ArrayBuffer {
  const names = Object.keys(bones);
  const children = (of: string | null): number[] => names.flatMap((name, at) => (bones[name]?.parent === of ? [at] : []));
  const nodes: object[] = names.map((name) => ({
    name,
    translation: bones[name]?.at,
    ...(children(name).length > 0 ? { children: children(name) } : {}),
  }));
  nodes.push({ name: 'Body', mesh: 0 });
  const view = (min: number[], max: number[]): object => ({ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min, max });
  const targets = morphs.map(() => ({ POSITION: 0 }));
  return glb(
    {
      asset: { version: '2.0' },
      scene: 0,
      scenes: [{ nodes: [...children(null), names.length] }],
      nodes,
      meshes: [
        {
          name: 'Body',
          primitives: [{ attributes: { POSITION: 0 }, material: 0, ...(targets.length > 0 ? { targets } : {}) }],
          extras: { targetNames: morphs },
        },
      ],
      materials: [{ name: material }],
      accessors: [view([0, 1.5, 0], [0.1, 1.65, 0])],
      bufferViews: [{ buffer: 0, byteOffset: 0, byteLength: TRIANGLE.byteLength }],
      buffers: [{ byteLength: TRIANGLE.byteLength }],
      ...(vrm === null ? {} : EXTENSIONS[vrm](names)),
    },
    new Uint8Array(TRIANGLE.buffer),
  );
}

const EXTENSIONS: Readonly<Record<0 | 1, (names: readonly string[]) => object>> = {
  0: (names) => ({
    extensionsUsed: ['VRM'],
    extensions: { VRM: { meta: { title: 'tiny' }, humanoid: { humanBones: names.map((bone, node) => ({ bone, node })) } } },
  }),
  1: (names) => ({
    extensionsUsed: ['VRMC_vrm'],
    extensions: {
      VRMC_vrm: {
        specVersion: '1.0',
        meta: { name: 'tiny', version: '1', authors: ['test'], licenseUrl: 'https://example.org/licence' },
        humanoid: { humanBones: Object.fromEntries(names.map((name, node) => [name, { node }])) },
      },
    },
  }),
};

/** A GLB file of `document` and `binary`. */
export function glb(document: object, binary = new Uint8Array()): ArrayBuffer {
  const text = padded(new TextEncoder().encode(JSON.stringify(document)), 0x20);
  const data = padded(binary, 0);
  const size = 12 + 8 + text.length + (data.length > 0 ? 8 + data.length : 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  [0x46546c67, 2, size, text.length, 0x4e4f534a].forEach((word, at) => view.setUint32(4 * at, word, true));
  bytes.set(text, 20);
  if (data.length > 0) {
    view.setUint32(20 + text.length, data.length, true);
    view.setUint32(24 + text.length, 0x004e4942, true);
    bytes.set(data, 28 + text.length);
  }
  return bytes.buffer;
}

function padded(bytes: Uint8Array, filler: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(filler);
  whole.set(bytes);
  return whole;
}
