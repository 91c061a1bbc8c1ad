import { AdditiveBlending, Color, DoubleSide, type MeshPhysicalMaterialParameters } from 'three';
import type { Shading } from './shading.ts';

/** How the surface of a part is shown, beyond what its file says. */
export interface Look {
  readonly surface: MeshPhysicalMaterialParameters;
  readonly shading?: Shading;
  /** How much of the scene's environment light it takes; 1 where left out. */
  readonly environment?: number;
  /** Place among the see-through parts, which are drawn last; solid parts have none. */
  readonly order?: number;
  /** Samples of its pictures where they are seen at a slant; 1 where left out. */
  readonly slanted?: number;
  readonly casts?: boolean;
  readonly receives?: boolean;
}

const SKIN: MeshPhysicalMaterialParameters = {
  sheen: 0.35,
  sheenRoughness: 0.45,
  sheenColor: new Color(0.95, 0.72, 0.62),
  specularIntensity: 0.62,
  aoMapIntensity: 0.9,
};

/** Light that a strand throws back has passed through it and taken on its colour. */
const STRAND: MeshPhysicalMaterialParameters = {
  specularIntensity: 0.32,
  specularColor: new Color(1, 0.86, 0.74),
  anisotropy: 0.75,
  forceSinglePass: true,
};

/**
 * A film of water over eyeballs, teeth, gums and tongue.
 *
 * The mouth's walls are seen from their edges, where a depth is off by all that it changes within a
 * pixel: set back by as much, they no longer show as dark specks before the cheeks.
 */
const WET: MeshPhysicalMaterialParameters = {
  specularIntensity: 0.45,
  clearcoat: 0.35,
  clearcoatRoughness: 0.12,
  polygonOffset: true,
  polygonOffsetFactor: 1,
};

/** A black body that only adds its highlights, so that it never veils the iris. */
const CORNEA: MeshPhysicalMaterialParameters = {
  color: new Color(0),
  roughness: 0.03,
  ior: 1.4,
  opacity: 1,
  transparent: true,
  blending: AdditiveBlending,
  depthWrite: false,
};

/** By name of the material, else of the mesh. What isn't named here is shown as its file says. */
export const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ['Skin', { surface: SKIN, shading: 'skin', casts: true, receives: true }],
  ['SkinBody', { surface: SKIN, shading: 'skin', receives: true }],
  ['Mouth', { surface: WET, shading: 'wet', environment: 0.8, receives: true }],
  ['Eye', { surface: WET, shading: 'wet', receives: true }],
  // A shadow as thin as a frame's would cost a draw call and not be seen.
  ['Glasses', { surface: {}, receives: true }],
  ['Cornea', { surface: CORNEA, order: 4 }],
  ['Lash', { surface: { depthWrite: false, forceSinglePass: true, specularIntensity: 0.1 }, environment: 0.4, order: 5 }],
  ['Hair', { surface: { ...STRAND, alphaToCoverage: true, alphaTest: 0.25 }, shading: 'strand', slanted: 4, casts: true, receives: true }],
  ['HairCap', { surface: { side: DoubleSide }, casts: true, receives: true }],
  ['HairSoft', { surface: { ...STRAND, depthWrite: false }, shading: 'strand', slanted: 4, order: 6, receives: true }],
  ['Cloth', { surface: {}, shading: 'cloth', casts: true, receives: true }],
]);

/** Of a part that nobody has described. */
export const PLAIN: Look = { surface: {}, casts: true, receives: true };
