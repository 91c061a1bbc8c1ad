import { PerspectiveCamera, Scene, Vector3, type WebGLRenderer } from 'three';
import type { Figure3D } from '../figure3d/figure3d.ts';
import type { Point } from '../gaze/angles.ts';
import type { Pose } from '../motion/segment.ts';
import { drawnByProcessor, openRenderer } from './context.ts';
import { type Cost, type Framing, type Orbit, SCENE_EYES, type SceneMaker, type Surroundings, type ViewName } from './scene.ts';
import { CameraSight } from './sight.ts';
import { type Seat, Stool } from './stool.ts';

export interface StageOptions {
  readonly scene: SceneMaker;
  readonly view?: ViewName;
  /** For single pictures: kept after they were shown, of a figure that doesn't move by itself. */
  readonly still?: boolean;
  /** Draw without a graphics card, too. */
  readonly software?: boolean;
  /** The graphics memory was lost, or is back. */
  readonly changed?: (lost: boolean) => void;
}

/** A canvas on which a figure stands in a scene. */
export class Stage3D {
  readonly canvas: HTMLCanvasElement;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera();
  private readonly sight = new CameraSight();
  private surroundings: Surroundings | null = null;
  private figure: Figure3D | null = null;
  private stool: Stool | null = null;
  private view: ViewName | Framing;
  private yaw = 0;
  private orbit: Orbit = HOME;
  private aspect = 1;
  private lost = false;

  /** Throws `StageError`. */
  constructor(private readonly options: StageOptions) {
    this.view = options.view ?? 'bust';
    this.renderer = openRenderer({ software: options.software ?? false, keep: options.still ?? false });
    this.canvas = this.renderer.domElement;
    this.canvas.addEventListener('webglcontextlost', this.lose);
    this.canvas.addEventListener('webglcontextrestored', this.restore);
  }

  /** Whether no graphics card draws here. */
  get slow(): boolean {
    return drawnByProcessor(this.renderer.getContext());
  }

  get cost(): Cost {
    const { render, memory } = this.renderer.info;
    return { calls: render.calls, triangles: render.triangles, geometries: memory.geometries, textures: memory.textures };
  }

  /** Build the scene, in place of the one that there was. */
  furnish(): void {
    this.surroundings?.dispose();
    const made = this.options.scene(this.renderer);
    this.surroundings = made;
    this.scene.add(made.root);
    this.scene.background = made.background;
    this.scene.fog = made.fog ?? null;
    this.figure?.light(made.environment);
    this.stool?.light(made.environment);
    this.aim();
  }

  /** Put a stool under whoever sits there; `null` takes it away. */
  seat(place: Seat | null): void {
    this.stool?.dispose();
    this.stool = place === null ? null : new Stool(place);
    if (this.stool === null) return;
    this.stool.light(this.surroundings?.environment ?? null);
    this.scene.add(this.stool.root);
  }

  /** Put `figure` on the stage; the one that stood there is the caller's to dispose of. */
  show(figure: Figure3D): void {
    this.figure?.root.removeFromParent();
    this.figure = figure;
    this.scene.add(figure.root);
    figure.light(this.surroundings?.environment ?? null);
    this.aim();
  }

  /** Compile and upload what the next picture needs, piece by piece, so that the page isn't held up. */
  async prepare(): Promise<void> {
    await this.renderer.compileAsync(this.scene, this.camera);
    for (const texture of this.figure?.textures ?? []) {
      this.renderer.initTexture(texture);
      await breath();
    }
  }

  /** Show `view`, with the camera gone `yaw` radians round the figure, to its left. */
  frame(view: ViewName | Framing, yaw = 0): void {
    this.view = view;
    this.yaw = yaw;
    this.orbit = HOME;
    this.aim();
  }

  /** Show `view` of a figure on a turntable: the room turns with the camera, and with it the light. */
  turn(view: ViewName, orbit: Orbit): void {
    this.view = view;
    this.yaw = 0;
    this.orbit = orbit;
    this.aim();
  }

  /** Where the visitor was seen: metres to their right, up and nearer than expected; `null`: unknown. */
  see(offset: Point | null): void {
    this.sight.see(offset);
  }

  /** Size of the canvas in CSS pixels, and device pixels for each. */
  resize(width: number, height: number, ratio: number): void {
    this.aspect = width / height;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.aim();
  }

  render(pose: Pose, wall: number): void {
    if (this.lost) return;
    this.figure?.apply(pose, wall, this.sight, this.options.still);
    this.renderer.info.reset();
    this.renderer.render(this.scene, this.camera);
  }

  /** Leaves nothing in the graphics memory; the figure goes too. */
  dispose(): void {
    this.canvas.removeEventListener('webglcontextlost', this.lose);
    this.canvas.removeEventListener('webglcontextrestored', this.restore);
    this.figure?.dispose();
    this.stool?.dispose();
    this.surroundings?.dispose();
    this.renderer.renderLists.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }

  private readonly lose = (): void => {
    this.lost = true;
    // Now, while nothing of it exists any more: later its names would mean other things.
    this.surroundings?.dispose();
    this.surroundings = null;
    this.options.changed?.(true);
  };

  /** Textures and shapes come back by themselves; what was drawn into textures must be drawn again. */
  private readonly restore = (): void => {
    this.lost = false;
    this.furnish();
    this.options.changed?.(false);
  };

  private aim(): void {
    if (this.figure === null || this.surroundings === null) return;
    const { position, target, fov } = this.framing(this.figure.build.eyes - SCENE_EYES, this.surroundings);
    const { yaw, pitch, zoom, lift } = this.orbit;
    const centre = target.clone().add(new Vector3(0, lift, 0));
    const away = position.clone().sub(target).divideScalar(zoom);
    const distance = away.length();
    this.camera.fov = fov;
    this.camera.aspect = this.aspect;
    this.camera.near = Math.min(0.3, distance / 4);
    this.camera.far = distance + 40;
    const from = away.applyAxisAngle(RIGHT, -pitch).applyAxisAngle(UP, this.yaw + yaw);
    this.camera.position.copy(from).add(centre);
    this.camera.lookAt(centre);
    this.camera.updateProjectionMatrix();
    this.surroundings.root.rotation.y = yaw;
    this.figure.turnLight(yaw);
    this.sight.stand(this.seenFrom(position, yaw).toArray(), fov, this.aspect);
  }

  /** Where the figure looks for its visitor: beside it, or straight ahead once the camera is out of reach. */
  private seenFrom(position: Vector3, yaw: number): Vector3 {
    const turned = Math.atan2(Math.sin(yaw), Math.cos(yaw));
    return position.clone().applyAxisAngle(UP, Math.abs(turned) < IN_REACH ? turned : 0);
  }

  /** The scene's camera for the present view, raised for a figure that is taller by `taller` metres. */
  private framing(taller: number, surroundings: Surroundings): Framing {
    if (typeof this.view !== 'string') return this.view;
    const { position, target, fov } = surroundings.framing(this.view, this.aspect);
    const raise = new Vector3(0, taller, 0);
    return { position: position.clone().add(raise), target: target.clone().add(raise), fov };
  }
}

const UP = new Vector3(0, 1, 0);
const RIGHT = new Vector3(1, 0, 0);
const HOME: Orbit = { yaw: 0, pitch: 0, zoom: 1, lift: 0 };
/** Radians to each side in which a figure still looks at who walks round it. */
const IN_REACH = 0.6;

/** Let the page do what it has to do meanwhile. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
