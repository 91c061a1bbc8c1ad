/** The lines of three's physical fragment shader that figures' surfaces change. */
export const LIGHTING = '#include <lights_physical_pars_fragment>';
export const SURFACE = '#include <lights_physical_fragment>';
export const NORMAL = '#include <normal_fragment_begin>';

/** Light that a surface throws back from within, in `LIGHTING`. */
export const LAMBERT = 'reflectedLight.directDiffuse += irradiance * diffuseBRDF * ( 1.0 - F );';
/** Light that a surface mirrors, in `LIGHTING`. */
export const GLOSS = 'reflectedLight.directSpecular += irradiance * specularBRDF * material.multiScatteringCompensation;';
/** Which way a face looks, in `NORMAL`. */
export const FACING = 'gl_FrontFacing ? 1.0 : - 1.0';
export const RELIEF = '#include <normal_fragment_maps>';

/** Where `SHADOWS` begins and ends to look up a shadow, turned by chance at every pixel. */
export const SHADOWS = '#include <shadowmap_pars_fragment>';
export const LOOKUP = ['float phi = interleavedGradientNoise', ') * 0.2;'] as const;
