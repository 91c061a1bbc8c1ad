import { type Material, Mesh, MeshPhysicalMaterial, MeshStandardMaterial, type Object3D, Texture } from 'three';
import { LOOKS, type Look, PLAIN } from './looks.ts';
import { shade } from './shading.ts';

/** A material that takes light from the scene's surroundings, and how much of it. */
interface Lit {
  readonly material: MeshStandardMaterial;
  readonly share: number;
}

/** Gives every part under a figure's root the surface that it has at run time. */
export class Wardrobe {
  private readonly lit: Lit[] = [];
  private readonly made = new Map<Material, Material>();

  constructor(root: Object3D) {
    root.traverse((object) => {
      if (object instanceof Mesh) this.dress(object);
    });
  }

  /** Let `environment`, a prefiltered texture, shine on every part with `intensity`. */
  light(environment: Texture | null, intensity: number): void {
    for (const { material, share } of this.lit) {
      material.envMap = environment;
      material.envMapIntensity = intensity * share;
      material.needsUpdate = true;
    }
  }

  /** Let the surroundings stand `yaw` radians round it. */
  turnLight(yaw: number): void {
    for (const { material } of this.lit) material.envMapRotation.set(0, yaw, 0);
  }

  /** Let go of what isn't the figure's own, and of decoded pictures, which nobody else frees. */
  dispose(): void {
    this.light(null, 0);
    for (const { image } of this.textures()) {
      if (isBitmap(image)) image.close();
    }
  }

  /** Every texture that the parts show. */
  textures(): ReadonlySet<Texture> {
    const values = [...this.made.values()].flatMap((material) => Object.values(material));
    return new Set(values.filter((value) => value instanceof Texture));
  }

  private dress(mesh: Mesh): void {
    const materials = Array.isArray(mesh.material) ? mesh.material : [mesh.material];
    const look = lookOf(mesh, materials[0]);
    // Bounds don't follow the bones, and a figure is rarely out of sight as a whole.
    mesh.frustumCulled = false;
    mesh.castShadow = look.casts ?? false;
    mesh.receiveShadow = look.receives ?? false;
    mesh.renderOrder = look.order ?? 0;
    const dressed = materials.map((material) => this.material(material, look));
    mesh.material = Array.isArray(mesh.material) ? dressed : (dressed[0] ?? mesh.material);
  }

  private material(source: Material, look: Look): Material {
    const known = this.made.get(source);
    if (known !== undefined) return known;
    const made = source instanceof MeshStandardMaterial ? this.physical(source, look) : source;
    this.made.set(source, made);
    return made;
  }

  private physical(source: MeshStandardMaterial, look: Look): Material {
    const material = physicalFrom(source);
    material.setValues(look.surface);
    if (look.shading !== undefined) shade(material, look.shading);
    for (const texture of [material.map, material.normalMap]) {
      if (texture !== null && look.slanted !== undefined) texture.anisotropy = look.slanted;
    }
    this.lit.push({ material, share: look.environment ?? 1 });
    return material;
  }
}

function isBitmap(image: unknown): image is ImageBitmap {
  return typeof ImageBitmap !== 'undefined' && image instanceof ImageBitmap;
}

function lookOf(mesh: Mesh, material: Material | undefined): Look {
  return LOOKS.get(material?.name ?? '') ?? LOOKS.get(mesh.name) ?? PLAIN;
}

/** A physical material with all that `source` has; `source` is given up for it. */
function physicalFrom(source: MeshStandardMaterial): MeshPhysicalMaterial {
  if (source instanceof MeshPhysicalMaterial) return source;
  const material = new MeshPhysicalMaterial();
  MeshStandardMaterial.prototype.copy.call(material, source);
  material.defines = { STANDARD: '', PHYSICAL: '' };
  source.dispose();
  return material;
}
