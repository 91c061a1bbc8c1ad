import { NeutralToneMapping, PCFShadowMap, PerspectiveCamera, SRGBColorSpace, Scene, WebGLRenderer } from 'three';
import type { Figure3D } from '../figure3d/figure3d.ts';
import type { Pose } from '../motion/segment.ts';
import { type Extent, type ViewName, framingOf } from './framing.ts';
import { CameraSight } from './sight.ts';
import type { SceneMaker, Surroundings } from './scene.ts';

export interface StageOptions {
  readonly scene: SceneMaker;
  readonly view?: ViewName;
  /** For single pictures: kept after they were shown, of figures that don't move by themselves. */
  readonly still?: boolean;
}

/** What the last picture cost, and what lies in the graphics memory. */
export interface Cost {
  readonly calls: number;
  readonly triangles: number;
  readonly geometries: number;
  readonly textures: number;
}

/** A canvas on which a figure stands in a scene. */
export class Stage3D {
  readonly canvas: HTMLCanvasElement;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera();
  private readonly sight = new CameraSight(this.camera);
  private surroundings: Surroundings;
  private figure: Figure3D | null = null;
  private shown: ViewName | Extent;
  private turned = 0;
  private aspect = 1;

  /** Throws what three throws where the browser has no WebGL 2. */
  constructor(private readonly options: StageOptions) {
    this.renderer = new WebGLRenderer({
      antialias: true,
      powerPreference: 'high-performance',
      preserveDrawingBuffer: options.still ?? false,
    });
    this.canvas = this.renderer.domElement;
    this.renderer.outputColorSpace = SRGBColorSpace;
    this.renderer.toneMapping = NeutralToneMapping;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = PCFShadowMap;
    // The shadow pass counts as well: the counters run from our reset to the end of a picture.
    this.renderer.info.autoReset = false;
    this.shown = options.view ?? 'bust';
    this.surroundings = this.furnish();
  }

  get cost(): Cost {
    const { render, memory } = this.renderer.info;
    return { calls: render.calls, triangles: render.triangles, geometries: memory.geometries, textures: memory.textures };
  }

  /** Show `view`, with the camera gone `yaw` radians round the figure, to its left. */
  frame(view: ViewName | Extent, yaw = 0): void {
    this.shown = view;
    this.turned = yaw;
    this.aim();
  }

  /** Put `figure` on the stage; the one that stood there is the caller's to dispose of. */
  show(figure: Figure3D): void {
    this.figure?.root.removeFromParent();
    this.figure = figure;
    figure.light(this.surroundings.environment, this.surroundings.intensity ?? 1);
    this.scene.add(figure.root);
    this.aim();
  }

  /** Compile and upload what the next picture needs, without holding up the page. */
  async prepare(): Promise<void> {
    await this.renderer.compileAsync(this.scene, this.camera);
  }

  /** Size of the canvas in CSS pixels, and device pixels for each. */
  resize(width: number, height: number, ratio: number): void {
    this.aspect = width / height;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.aim();
  }

  render(pose: Pose, wall: number): void {
    this.figure?.apply(pose, wall, this.sight, this.options.still);
    this.renderer.info.reset();
    this.renderer.render(this.scene, this.camera);
  }

  /** Leaves nothing in the graphics memory; the figure goes too. */
  dispose(): void {
    this.figure?.dispose();
    this.surroundings.dispose();
    this.renderer.renderLists.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }

  private furnish(): Surroundings {
    const made = this.options.scene(this.renderer);
    this.scene.add(made.root);
    this.scene.background = made.background;
    this.scene.fog = made.fog ?? null;
    this.scene.environment = made.environment;
    this.scene.environmentIntensity = made.intensity ?? 1;
    return made;
  }

  private aim(): void {
    if (this.figure === null) return;
    const { target, distance, fov } = framingOf(this.shown, this.figure.build, this.aspect);
    const [x, y, z] = target;
    this.camera.fov = fov;
    this.camera.aspect = this.aspect;
    this.camera.near = distance / 20;
    this.camera.far = distance + 30;
    this.sight.stand(x, y, z + distance);
    this.camera.position.set(x + distance * Math.sin(this.turned), y, z + distance * Math.cos(this.turned));
    this.camera.lookAt(x, y, z);
    this.camera.updateProjectionMatrix();
  }
}
