import { type Material, Mesh, MeshStandardMaterial, type Object3D, Vector4 } from 'three';

/**
 * What a figure is cast in: `null` its own colours; else one colour for all of it, lit as it is, or
 * (`flat`) as it were a paper cut-out.
 */
export interface Cast {
  readonly colour: readonly [number, number, number];
  readonly flat?: boolean;
}

const HEAD = 'uniform vec4 castColour;\n';
const ALBEDO = '#include <color_fragment>';
const END = '#include <opaque_fragment>';
const RECAST = 'if ( castColour.a > 0.5 ) diffuseColor.rgb = castColour.rgb;';
const FLAT = 'if ( castColour.a > 1.5 ) gl_FragColor = vec4( castColour.rgb, 1.0 );';

/** Lets a figure be drawn in one colour without touching its shape, its gloss or what its cut-outs let through. */
export class Mould {
  private readonly colours = new Map<Material, Vector4>();

  constructor(root: Object3D) {
    root.traverse((object) => {
      if (!(object instanceof Mesh)) return;
      const materials: readonly Material[] = Array.isArray(object.material) ? object.material : [object.material];
      for (const material of materials) this.take(material);
    });
  }

  /** Cast each part by the name of its material. */
  fill(cast: (name: string) => Cast | null): void {
    for (const [material, colour] of this.colours) {
      const wanted = cast(material.name);
      if (wanted === null) colour.set(0, 0, 0, 0);
      else colour.set(...wanted.colour, wanted.flat === true ? 2 : 1);
    }
  }

  private take(material: Material): void {
    if (!(material instanceof MeshStandardMaterial) || this.colours.has(material)) return;
    const colour = new Vector4();
    this.colours.set(material, colour);
    // Measured, not shown: light stays in proportion.
    material.toneMapped = false;
    const before = material.onBeforeCompile.bind(material);
    const key = material.customProgramCacheKey();
    material.onBeforeCompile = (shader, renderer) => {
      before(shader, renderer);
      shader.uniforms['castColour'] = { value: colour };
      shader.fragmentShader = HEAD + shader.fragmentShader.replace(ALBEDO, `${ALBEDO}\n${RECAST}`).replace(END, `${END}\n${FLAT}`);
    };
    material.customProgramCacheKey = () => `${key} cast`;
    material.needsUpdate = true;
  }
}
