import { type VRM, VRMLoaderPlugin, VRMMetaLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { LoadingManager } from 'three';
import { type GLTF, type GLTFParser, GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { humanoidByName } from './bones.ts';
import { EmbeddedImages } from './embedded-images.ts';
import { FigureError } from './errors.ts';
import { Face } from './face.ts';
import { type Progress, fetchBytes } from './fetch.ts';
import { Figure3D } from './figure3d.ts';
import { Skeleton } from './skeleton.ts';

export interface LoadOptions {
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

const MAGIC = 0x46546c67;
const HEADER = 12;
const VERSION = 2;

/**
 * The figure in a GLB file, given as its address or its bytes. Throws `FigureError`, or the
 * signal's reason once it aborts.
 */
export async function loadFigure(source: string | ArrayBuffer, options: LoadOptions = {}): Promise<Figure3D> {
  const { progress, signal } = options;
  const bytes = typeof source === 'string' ? await fetchBytes(source, progress, signal) : source;
  check(bytes);
  const gltf = await parse(bytes);
  // Not every file has a scene, whatever the loader's types say.
  if (!gltf.scene) throw new FigureError('broken', 'The file shows nothing.');
  try {
    signal?.throwIfAborted();
    return assemble(gltf);
  } catch (error) {
    VRMUtils.deepDispose(gltf.scene);
    throw error;
  }
}

function check(bytes: ArrayBuffer): void {
  const view = new DataView(bytes);
  if (bytes.byteLength < HEADER || view.getUint32(0, true) !== MAGIC) {
    throw new FigureError('broken', 'This is not a GLB file.');
  }
  if (view.getUint32(4, true) !== VERSION) throw new FigureError('broken', 'Only glTF 2.0 can be shown.');
  if (view.getUint32(8, true) > bytes.byteLength) throw new FigureError('broken', 'The file is cut off.');
}

async function parse(bytes: ArrayBuffer): Promise<GLTF> {
  const loader = new GLTFLoader(new LoadingManager().setURLModifier(refuse));
  loader.register(vrmPlugin);
  loader.register((parser) => new EmbeddedImages(parser));
  try {
    return await loader.parseAsync(bytes, '');
  } catch (error) {
    // Whatever the parser stumbles over, the file is what is wrong.
    throw new FigureError('broken', 'The file is damaged.', { cause: error });
  }
}

/** A figure is one file: nothing that it names is fetched. */
function refuse(url: string): string {
  throw new TypeError(`The file refers to ${url.slice(0, 60)} outside itself.`);
}

function vrmPlugin(parser: GLTFParser): VRMLoaderPlugin {
  const licence: unknown = parser.json.extensions?.VRMC_vrm?.meta?.licenseUrl;
  // Under which licence a figure is shown was settled when it was taken in, not here.
  const acceptLicenseUrls = typeof licence === 'string' ? [licence] : [];
  return new VRMLoaderPlugin(parser, { metaPlugin: new VRMMetaLoaderPlugin(parser, { acceptLicenseUrls }) });
}

function assemble(gltf: GLTF): Figure3D {
  const vrm = gltf.userData['vrm'] as VRM | undefined;
  const humanoid = vrm?.humanoid ?? humanoidByName(gltf.scene);
  if (humanoid === null) throw new FigureError('bodiless', 'The file holds no humanoid skeleton.');
  if (vrm === undefined) gltf.scene.add(humanoid.normalizedHumanBonesRoot);
  const face = new Face(gltf.scene);
  if (face.columns === 0) throw new FigureError('faceless', 'The file holds no ARKit face shapes.');
  const turned = vrm?.meta.metaVersion === '0';
  if (turned) gltf.scene.rotation.y = Math.PI;
  return new Figure3D(gltf.scene, new Skeleton(humanoid, turned), face, vrm ?? null);
}
