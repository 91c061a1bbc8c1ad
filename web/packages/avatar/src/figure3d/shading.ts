import { type Material, ShaderChunk } from 'three';
import { LAMBERT, LIGHTING } from './chunks.ts';
import { combed } from './strand.ts';

/** How far light reaches round the terminator in red, green and blue, as after scattering under the skin. */
const WRAP = 'vec3( 0.26, 0.14, 0.10 )';

const WRAPPED = `
  vec3 wrapped = clamp( ( vec3( dot( geometryNormal, directLight.direction ) ) + ${WRAP} ) / ( 1.0 + ${WRAP} ), 0.0, 1.0 );
  reflectedLight.directDiffuse += wrapped * directLight.color * diffuseBRDF * ( 1.0 - F );`;

/** A change to how three shades a physical material. */
export type Shading = 'skin' | 'strand';

const CHANGES: Readonly<Record<Shading, (fragment: string) => string>> = {
  skin: (fragment) =>
    fragment.replace(LIGHTING, ShaderChunk.lights_physical_pars_fragment.replace(LAMBERT, WRAPPED)),
  strand: combed,
};

/** Let `material` be shaded as skin, which scatters light, or as strands, which comb it. */
export function shade(material: Material, shading: Shading): void {
  material.onBeforeCompile = (shader) => {
    shader.fragmentShader = CHANGES[shading](shader.fragmentShader);
  };
  material.customProgramCacheKey = () => shading;
}
