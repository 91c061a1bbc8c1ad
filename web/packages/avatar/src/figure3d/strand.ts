import { ShaderChunk } from 'three';
import { FACING, GLOSS, LAMBERT, LIGHTING, NORMAL, SURFACE } from './chunks.ts';

/**
 * A strand is a thin cylinder: light leaves it in cones about its tangent (Kajiya and Kay 1989). The
 * first reflects off its cuticle, tilted to the root; the second has passed through it and is tilted
 * to the tip, wider, and of the hair's colour (Marschner et al. 2003, Scheuermann 2004).
 */
const CONES = `
  float strandGrain = 0.0;
  vec3 strandTint = vec3( 1.0 );
  float strandCone( vec3 tangent, vec3 halfway, float narrow ) {
    float along = dot( tangent, halfway );
    return pow( max( 1.0 - along * along, 0.0 ), 0.5 * narrow );
  }`;

/**
 * three scales both tangents by the longer one. Where a texture is stretched, as along a strand,
 * the other one comes out short, and the highlight smears over everything.
 */
const COMBED = `
  #ifdef USE_ANISOTROPY
    material.anisotropyT = normalize( material.anisotropyT + vec3( 1e-6 ) );
    material.anisotropyB = cross( normal, material.anisotropyT );
  #endif
  #ifdef USE_MAP
    vec3 strandMean = textureLod( map, vMapUv, 10.0 ).rgb + vec3( 1e-4 );
    strandGrain = clamp( dot( sampledDiffuseColor.rgb, vec3( 1.0 ) ) / dot( strandMean, vec3( 1.0 ) ) - 1.0, -0.7, 0.9 );
    strandTint = sqrt( strandMean );
  #endif`;

/** Neighbouring strands lie a little differently: `strandGrain` tilts and dims their cones. */
const SHINE = `
  vec3 strandHalf = normalize( directLight.direction + geometryViewDir );
  float strandTilt = 0.10 * strandGrain;
  float strandFirst = strandCone( normalize( material.anisotropyB + ( 0.10 + strandTilt ) * geometryNormal ), strandHalf, 130.0 );
  float strandSecond = strandCone( normalize( material.anisotropyB + ( strandTilt - 0.14 ) * geometryNormal ), strandHalf, 16.0 );
  float strandFacing = smoothstep( -0.25, 0.7, dot( geometryNormal, directLight.direction ) );
  float strandGloss = 0.6 + 0.7 * strandGrain;
  reflectedLight.directSpecular += strandFacing * strandGloss * directLight.color * ( 0.05 * strandFirst + 0.22 * strandSecond * strandTint );`;

/** Light goes on between strands where a smooth surface would already be dark. */
const SOFT = `
  float strandAlong = dot( material.anisotropyB, directLight.direction );
  float strandWrap = clamp( ( dot( geometryNormal, directLight.direction ) + 0.35 ) / 1.35, 0.0, 1.0 );
  reflectedLight.directDiffuse += strandWrap * mix( 1.0, sqrt( 1.0 - strandAlong * strandAlong ), 0.5 ) * directLight.color * diffuseBRDF;`;

/** A strip stands for strands on a head: seen from behind, it still has the normals of that head. */
const FRONT = ShaderChunk.normal_fragment_begin.replace(FACING, '1.0');

/** Let a physical fragment shader shade strands that run along v. */
export function combed(fragment: string): string {
  const lighting = ShaderChunk.lights_physical_pars_fragment.replace(GLOSS, SHINE).replace(LAMBERT, SOFT);
  return fragment
    .replace(NORMAL, FRONT)
    .replace(LIGHTING, CONES + lighting)
    .replace(SURFACE, SURFACE + COMBED);
}
