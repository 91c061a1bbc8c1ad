import { type MeshPhysicalMaterial, Vector3 } from 'three';
import { LIGHTING, RELIEF, SURFACE } from './chunks.ts';
import { CREASED, RUMPLED, traits, weaves } from './weaves.ts';

/** How many kinds of cloth a file may name: the swatches' second coordinate counts in such shares. */
const KINDS = 16;
/** Squares of the weave to one of the rumpled and one of the creased surface. */
const RUMPLE_TILES = 14;
const CREASE_TILES = 7;

const DECLARED = `
  uniform highp sampler2DArray weaves;
  uniform vec3 weaveTraits[ ${KINDS} ];
  uniform vec3 weaveMore[ ${KINDS} ];
  vec4 weaveTexel( float layer, float tiles ) {
    return texture( weaves, vec3( vNormalMapUv / tiles, layer ) ) * 2.0 - 1.0;
  }`;

/** Each kind of cloth has its own weave over the folds that all cloth lies in. */
const WOVEN = `
  float weaveAt = vMetalnessMapUv.y * ${KINDS}.0;
  int weaveKind = clamp( int( weaveAt ), 0, ${KINDS - 1} );
  vec3 weaveIs = weaveTraits[ weaveKind ];
  vec3 weaveHas = weaveMore[ weaveKind ];
  float weaveBent = fract( weaveAt ) * weaveHas.x;
  vec4 weaveThread = weaveTexel( weaveIs.x, weaveHas.z );
  vec4 weaveRumple = weaveTexel( ${RUMPLED}.0, ${RUMPLE_TILES}.0 );
  vec4 weaveCrease = weaveTexel( ${CREASED}.0, ${CREASE_TILES}.0 );
  vec2 weaveSlope = weaveIs.y * 2.0 * weaveThread.xy + weaveIs.z * weaveRumple.xy + weaveBent * weaveCrease.xy;
  normal = normalize( tbn * vec3( - weaveSlope, 1.0 ) );
  if ( weaveIs.y > 0.0 ) {
    diffuseColor.rgb *= 1.0 + weaveThread.z + weaveIs.z * weaveRumple.z;
    roughnessFactor = clamp( roughnessFactor + 0.5 * ( weaveThread.w + 0.5 ), 0.0, 1.0 );
  }`;

const FUZZ = `
  #ifdef USE_SHEEN
    material.sheenColor *= weaveHas.y;
  #endif`;

interface Program {
  fragmentShader: string;
  readonly uniforms: Record<string, { value: unknown }>;
}

/** Whether a material says which kinds of cloth its swatches are. */
export function isWoven(material: MeshPhysicalMaterial): boolean {
  return Array.isArray(material.userData['weaves']) && material.metalnessMap?.channel === 1 && material.normalMap !== null;
}

/** Let a physical shader show the kinds of cloth that the material's file names. */
export function woven(shader: Program, material: MeshPhysicalMaterial): void {
  const names: readonly unknown[] = material.userData['weaves'] as unknown[];
  const known = Array.from({ length: KINDS }, (_, kind) => traits(names[kind]));
  shader.uniforms['weaves'] = { value: weaves() };
  shader.uniforms['weaveTraits'] = { value: known.map(([layer, relief, rumple]) => new Vector3(layer, relief, rumple)) };
  shader.uniforms['weaveMore'] = { value: known.map(([, , , crease, sheen, large]) => new Vector3(crease, sheen, large)) };
  shader.fragmentShader = shader.fragmentShader
    .replace(LIGHTING, `${DECLARED}\n${LIGHTING}`)
    .replace(RELIEF, WOVEN)
    .replace(SURFACE, SURFACE + FUZZ);
}
