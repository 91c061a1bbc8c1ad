import { BackSide, BufferAttribute, Color, DoubleSide, Mesh, MeshBasicMaterial, PlaneGeometry, PMREMGenerator, Scene, SphereGeometry, type Texture, Vector3, type WebGLRenderer } from 'three';

/** A soft panel of light: its middle as seen from the face, metres, turned to face it. */
export interface SoftBox {
  at: readonly [number, number, number];
  size: readonly [number, number];
  colour: number;
  /** Radiance, 1 = display white. */
  strength: number;
}

/** Light from all around: the room from above to below, and the panels in it that eyes mirror. */
export interface Surroundings {
  ceiling: number;
  wall: number;
  floor: number;
  strength: number;
  boxes: readonly SoftBox[];
}

const HORIZON = 6;

/** Surroundings as a prefiltered environment map, and what frees it. */
export function environment(renderer: WebGLRenderer, design: Surroundings): { texture: Texture; dispose(): void } {
  const scene = new Scene();
  const dome = new Mesh(domeGeometry(design), new MeshBasicMaterial({ vertexColors: true, side: BackSide }));
  const panels = design.boxes.map(panel);
  scene.add(dome, ...panels);
  const generator = new PMREMGenerator(renderer);
  const target = generator.fromScene(scene, 0, 0.1, 2 * HORIZON);
  generator.dispose();
  for (const mesh of [dome, ...panels]) {
    mesh.geometry.dispose();
    mesh.material.dispose();
  }
  return { texture: target.texture, dispose: () => target.dispose() };
}

function panel({ at, size, colour, strength }: SoftBox): Mesh<PlaneGeometry, MeshBasicMaterial> {
  const material = new MeshBasicMaterial({ side: DoubleSide });
  material.color.set(colour).multiplyScalar(strength);
  const mesh = new Mesh(new PlaneGeometry(...size), material);
  mesh.position.set(...at);
  mesh.lookAt(new Vector3());
  return mesh;
}

/** A sphere coloured from floor over wall to ceiling. */
function domeGeometry({ ceiling, wall, floor, strength }: Surroundings): SphereGeometry {
  const geometry = new SphereGeometry(HORIZON, 24, 16);
  const [up, level, down] = [ceiling, wall, floor].map((colour) => new Color(colour).multiplyScalar(strength)) as [Color, Color, Color];
  const place = geometry.getAttribute('position');
  const colours = Array.from({ length: place.count }, (_, i) => {
    const y = place.getY(i) / HORIZON;
    return level.clone().lerp(y > 0 ? up : down, Math.min(1, Math.abs(y) * 1.4)).toArray();
  });
  geometry.setAttribute('color', new BufferAttribute(new Float32Array(colours.flat()), 3));
  return geometry;
}
