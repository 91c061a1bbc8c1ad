import { type MeshPhysicalMaterial, ShaderChunk, type WebGLProgramParametersWithUniforms } from 'three';
import { LAMBERT, LIGHTING, LOOKUP, SHADOWS } from './chunks.ts';
import { isWoven, woven } from './cloth.ts';
import { combed } from './strand.ts';

/** How far light reaches round the terminator in red, green and blue, as after scattering under the skin. */
const WRAP = 'vec3( 0.26, 0.14, 0.10 )';

const WRAPPED = `
  vec3 wrapped = clamp( ( vec3( dot( geometryNormal, directLight.direction ) ) + ${WRAP} ) / ( 1.0 + ${WRAP} ), 0.0, 1.0 );
  reflectedLight.directDiffuse += wrapped * directLight.color * diffuseBRDF * ( 1.0 - F );`;

/** A shadow's soft edge from many places that are the same for every pixel: chance leaves dark specks where an edge just begins. */
const EVEN = `shadow = 0.0;
        for ( int i = 0; i < 16; i ++ ) {
          vec2 near = shadowCoord.xy + vogelDiskSample( i, 16, 0.0 ) * radius;
          shadow += texture( shadowMap, vec3( near, shadowCoord.z ) ) / 16.0;
        }`;

/** A change to how three shades a physical material. */
export type Shading = 'skin' | 'wet' | 'strand' | 'cloth';

type Change = (shader: WebGLProgramParametersWithUniforms, material: MeshPhysicalMaterial) => void;

const CHANGES: Readonly<Record<Shading, Change>> = {
  skin: (shader) => {
    const lighting = ShaderChunk.lights_physical_pars_fragment.replace(LAMBERT, WRAPPED);
    shader.fragmentShader = shadowed(shader.fragmentShader).replace(LIGHTING, lighting);
  },
  wet: (shader) => {
    shader.fragmentShader = shadowed(shader.fragmentShader);
  },
  strand: (shader) => {
    shader.fragmentShader = combed(shader.fragmentShader);
  },
  cloth: woven,
};

function shadowed(fragmentShader: string): string {
  return fragmentShader.replace(SHADOWS, evenly(ShaderChunk.shadowmap_pars_fragment));
}

/** Return three's `shadows` with a lookup that is the same for every pixel. */
export function evenly(shadows: string): string {
  const [first, last] = LOOKUP;
  const from = shadows.indexOf(first);
  const to = shadows.indexOf(last, from) + last.length;
  return shadows.slice(0, from) + EVEN + shadows.slice(to);
}

/** Let `material` be shaded as skin, which scatters light, as wet enamel and eyes, as strands, which comb it, or as cloth, which is woven. */
export function shade(material: MeshPhysicalMaterial, shading: Shading): void {
  if (shading === 'cloth' && !isWoven(material)) return;
  material.onBeforeCompile = (shader) => CHANGES[shading](shader, material);
  material.customProgramCacheKey = () => shading;
}
