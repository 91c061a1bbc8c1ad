import { type MeshPhysicalMaterial, ShaderChunk, type WebGLProgramParametersWithUniforms } from 'three';
import { LAMBERT, LIGHTING } from './chunks.ts';
import { isWoven, woven } from './cloth.ts';
import { combed } from './strand.ts';

/** How far light reaches round the terminator in red, green and blue, as after scattering under the skin. */
const WRAP = 'vec3( 0.26, 0.14, 0.10 )';

const WRAPPED = `
  vec3 wrapped = clamp( ( vec3( dot( geometryNormal, directLight.direction ) ) + ${WRAP} ) / ( 1.0 + ${WRAP} ), 0.0, 1.0 );
  reflectedLight.directDiffuse += wrapped * directLight.color * diffuseBRDF * ( 1.0 - F );`;

/** A change to how three shades a physical material. */
export type Shading = 'skin' | 'strand' | 'cloth';

type Change = (shader: WebGLProgramParametersWithUniforms, material: MeshPhysicalMaterial) => void;

const CHANGES: Readonly<Record<Shading, Change>> = {
  skin: (shader) => {
    const lighting = ShaderChunk.lights_physical_pars_fragment.replace(LAMBERT, WRAPPED);
    shader.fragmentShader = shader.fragmentShader.replace(LIGHTING, lighting);
  },
  strand: (shader) => {
    shader.fragmentShader = combed(shader.fragmentShader);
  },
  cloth: woven,
};

/** Let `material` be shaded as skin, which scatters light, as strands, which comb it, or as cloth, which is woven. */
export function shade(material: MeshPhysicalMaterial, shading: Shading): void {
  if (shading === 'cloth' && !isWoven(material)) return;
  material.onBeforeCompile = (shader) => CHANGES[shading](shader, material);
  material.customProgramCacheKey = () => shading;
}
