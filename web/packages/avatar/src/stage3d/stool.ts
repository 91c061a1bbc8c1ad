import { LatheGeometry, Mesh, MeshStandardMaterial, type Texture, Vector2 } from 'three';

/** Where the middle of a seat is: to the figure's left, above the floor and forward, metres. */
export type Seat = readonly [number, number, number];

const RADIUS = 0.2;
const EDGE = 0.045;
const STEPS = 8;
const CLOTH = 0x8f9aa6;

/** An upholstered stool for a figure that sits. */
export class Stool {
  readonly root: Mesh<LatheGeometry, MeshStandardMaterial>;

  constructor([x, height, z]: Seat) {
    this.root = new Mesh(
      new LatheGeometry(outline(height), 40),
      new MeshStandardMaterial({ color: CLOTH, roughness: 0.9 }),
    );
    this.root.position.set(x, 0, z);
    this.root.castShadow = true;
    this.root.receiveShadow = true;
  }

  light(environment: Texture | null): void {
    this.root.material.envMap = environment;
  }

  dispose(): void {
    this.root.removeFromParent();
    this.root.geometry.dispose();
    this.root.material.dispose();
  }
}

/** From the floor's edge up, round the rim, to the middle, which sits a little lower. */
function outline(height: number): Vector2[] {
  const edge = Math.min(EDGE, height / 3);
  const rim = Array.from({ length: STEPS + 1 }, (_, step) => {
    const turn = (step / STEPS) * (Math.PI / 2);
    return new Vector2(RADIUS - edge + edge * Math.cos(turn), height - edge + edge * Math.sin(turn));
  });
  return [new Vector2(RADIUS - 0.03, 0), new Vector2(RADIUS - 0.008, 0.03), ...rim, new Vector2(0, height - 0.012)];
}
