import { type Material, ShaderChunk } from 'three';

/** The line of three's physical lighting that skin replaces. */
export const LAMBERT = 'reflectedLight.directDiffuse += irradiance * diffuseBRDF * ( 1.0 - F );';

/** How far light reaches round the terminator in red, green and blue, as after scattering under the skin. */
const WRAP = 'vec3( 0.32, 0.14, 0.09 )';

const WRAPPED = `
  vec3 wrapped = clamp( ( vec3( dot( geometryNormal, directLight.direction ) ) + ${WRAP} ) / ( 1.0 + ${WRAP} ), 0.0, 1.0 );
  reflectedLight.directDiffuse += wrapped * directLight.color * diffuseBRDF * ( 1.0 - F );`;

/**
 * three scales both tangents by the longer one. Where a texture is stretched, as along a strand,
 * the other one comes out short, and the highlight smears over everything.
 */
const SQUARED = `
  #ifdef USE_ANISOTROPY
    material.anisotropyT = normalize( material.anisotropyT + vec3( 1e-6 ) );
    material.anisotropyB = cross( normal, material.anisotropyT );
  #endif`;

const LIGHTING = '#include <lights_physical_pars_fragment>';
const SURFACE = '#include <lights_physical_fragment>';

/** A change to how three shades a physical material. */
export type Shading = 'skin' | 'strand';

const CHANGES: Readonly<Record<Shading, (fragment: string) => string>> = {
  skin: (fragment) =>
    fragment.replace(LIGHTING, ShaderChunk.lights_physical_pars_fragment.replace(LAMBERT, WRAPPED)),
  strand: (fragment) => fragment.replace(SURFACE, SURFACE + SQUARED),
};

/** Let `material` be shaded as skin, which scatters light, or as strands, which comb it. */
export function shade(material: Material, shading: Shading): void {
  material.onBeforeCompile = (shader) => {
    shader.fragmentShader = CHANGES[shading](shader.fragmentShader);
  };
  material.customProgramCacheKey = () => shading;
}
