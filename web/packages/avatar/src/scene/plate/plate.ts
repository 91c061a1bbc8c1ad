import {
  AddEquation, BufferAttribute, BufferGeometry, CustomBlending, DoubleSide, HalfFloatType, LinearFilter, Mesh as Drawn, NoBlending,
  OneFactor, OneMinusSrcAlphaFactor, OrthographicCamera, PerspectiveCamera, PlaneGeometry, Scene, ShaderMaterial, SrcAlphaFactor, Vector2,
  WebGLRenderTarget, type Texture, type WebGLRenderer, ZeroFactor,
} from 'three';
import { lit, senders } from '../light/radiosity.ts';
import type { Mesh } from '../room/mesh.ts';
import type { Room } from '../room/room.ts';
import { disc, expose, STATION, type Station } from './lens.ts';
import * as shader from './shaders.ts';

/** How the picture is taken. */
export interface Development {
  exposure: number;
  /** Share of light scattered in the lens, 0..1. */
  veiling: number;
  /** How mirror-like the floor is, 0..1, and how rough its reflection, metres sideways for each metre of height. */
  gloss: number;
  roughness: number;
}

const MOST = 64;
const FEWEST = 20;
/** Seconds all exposures together may take; the first few tell how many fit. */
const PATIENCE = 2.4;

/** A photograph of a lit room, taken once through a wide lens: many exposures across it, averaged. */
export class Plate {
  private readonly targets: WebGLRenderTarget[] = [];
  private readonly owned: { dispose(): void }[] = [];
  private readonly screen: Drawn<PlaneGeometry, ShaderMaterial>;
  private readonly flat = new OrthographicCamera();

  private constructor(private readonly renderer: WebGLRenderer, private readonly width: number, private readonly height: number) {
    this.screen = new Drawn(this.keep(new PlaneGeometry(2, 2)), this.keep(new ShaderMaterial()));
    this.screen.frustumCulled = false;
  }

  /** Light `room` and photograph it; the caller disposes of the target. */
  static take(renderer: WebGLRenderer, room: Room, development: Development, width = 1440): WebGLRenderTarget {
    const height = Math.round((width * (STATION.top - STATION.bottom)) / (STATION.right - STATION.left));
    const plate = new Plate(renderer, width, height);
    const before = { target: renderer.getRenderTarget(), autoClear: renderer.autoClear };
    try {
      renderer.autoClear = true;
      return plate.develop(plate.exposed(room, development), development);
    } finally {
      renderer.setRenderTarget(before.target);
      renderer.autoClear = before.autoClear;
      plate.dispose();
    }
  }

  private exposed(room: Room, { gloss, roughness }: Development): { image: WebGLRenderTarget; count: number } {
    const stage = new Stage(room, gloss);
    this.owned.push(stage);
    const single = this.target(1, true);
    const sum = this.target(1);
    const camera = new PerspectiveCamera();
    const [count, started] = [{ value: MOST }, performance.now()];
    const order = shuffledStride(MOST);
    let taken = 0;
    while (taken < count.value) {
      const i = order(taken);
      expose(camera, STATION, i, MOST, this.width, this.height);
      const [sx, sy] = disc((i * 19) % MOST, MOST);
      stage.shear.set(sx * roughness, sy * roughness);
      this.renderer.setRenderTarget(single);
      this.renderer.render(stage.scene, camera);
      this.draw(sum, shader.ADD_FRAGMENT, { image: single.texture, weight: 1 / 16 }, taken > 0);
      taken += 1;
      if (taken === 2) count.value = this.affordable(sum, started);
    }
    (globalThis as Record<string, unknown>)['plateCount'] = taken;
    return { image: sum, count: taken };
  }

  /** How many exposures fit into our patience, going by the first two. */
  private affordable(target: WebGLRenderTarget, started: number): number {
    const pixel = new Uint16Array(4);
    this.renderer.readRenderTargetPixels(target, 0, 0, 1, 1, pixel);
    const each = (performance.now() - started) / 2000;
    return Math.max(FEWEST, Math.min(MOST, Math.floor(PATIENCE / each)));
  }

  private develop({ image, count }: { image: WebGLRenderTarget; count: number }, { exposure, veiling }: Development): WebGLRenderTarget {
    const scale = 16 / count;
    const { left, right, bottom, top, aperture } = STATION;
    const gap = 1.1 * Math.sqrt(Math.PI / count) * aperture;
    const reach = new Vector2(gap / (right - left), gap / (top - bottom));
    const [even, even2] = [this.target(1), this.target(1)];
    this.draw(even, shader.ADD_FRAGMENT, { image: image.texture, weight: scale });
    this.draw(even2, shader.SPREAD_FRAGMENT, { image: even.texture, reach });
    const [small, small2] = [this.target(1 / 8), this.target(1 / 8)];
    this.draw(small, shader.SMEAR_FRAGMENT, { image: even2.texture, step: new Vector2(8 / this.width, 0) });
    this.draw(small2, shader.SMEAR_FRAGMENT, { image: small.texture, step: new Vector2(0, 8 / this.height) });
    const finished = this.target(1);
    this.draw(finished, shader.DEVELOP_FRAGMENT, { image: even2.texture, veil: small2.texture, veiling, exposure: exposure });
    this.targets.splice(this.targets.indexOf(finished), 1);
    return finished;
  }

  private target(share: number, depthBuffer = false): WebGLRenderTarget {
    const [w, h] = [Math.round(this.width * share), Math.round(this.height * share)];
    const target = new WebGLRenderTarget(w, h, { type: HalfFloatType, minFilter: LinearFilter, magFilter: LinearFilter, depthBuffer });
    this.targets.push(target);
    return target;
  }

  /** One fullscreen pass of `fragment` into `target`, over what is there when `adding`. */
  private draw(target: WebGLRenderTarget, fragment: string, values: Record<string, Texture | Vector2 | number>, adding = false): void {
    const uniforms = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
    const material = this.keep(new ShaderMaterial({
      vertexShader: shader.SCREEN_VERTEX, fragmentShader: fragment, uniforms, depthTest: false, depthWrite: false, toneMapped: false,
      ...(adding ? ADDING : { blending: NoBlending }),
    }));
    this.screen.material = material;
    this.renderer.autoClear = !adding;
    this.renderer.setRenderTarget(target);
    this.renderer.render(this.screen, this.flat);
    this.renderer.autoClear = true;
  }

  private keep<T extends { dispose(): void }>(thing: T): T {
    this.owned.push(thing);
    return thing;
  }

  private dispose(): void {
    for (const thing of [...this.owned, ...this.targets]) thing.dispose();
  }
}

const ADDING = { blending: CustomBlending, blendEquation: AddEquation, blendSrc: OneFactor, blendDst: OneFactor } as const;

/** 0..of−1 in an order whose every beginning is spread over the whole: stopping early keeps the lens evenly covered. */
function shuffledStride(of: number): (i: number) => number {
  return (i) => (i * 39) % of;
}

/** The lit room as three draws: its mirror image, the floor over it, the room; then the panes. */
class Stage {
  readonly scene = new Scene();
  readonly shear = new Vector2();
  private readonly owned: { dispose(): void }[] = [];

  constructor(room: Room, gloss: number) {
    const { sources, solids } = senders(room);
    const surface = (mesh: Mesh): BufferGeometry => {
      const geometry = new BufferGeometry();
      geometry.setAttribute('position', new BufferAttribute(new Float32Array(mesh.positions), 3));
      geometry.setAttribute('radiance', new BufferAttribute(lit(mesh, sources, solids), 3));
      geometry.setIndex(mesh.indices);
      this.owned.push(geometry);
      return geometry;
    };
    const body = surface(room.body);
    this.put(body, shader.BODY_FRAGMENT, { mirror: 1 }, 0, { blending: NoBlending });
    this.put(surface(room.floor), shader.FLOOR_FRAGMENT, { gloss }, 1, {
      transparent: true, blending: CustomBlending, blendSrc: SrcAlphaFactor, blendDst: OneMinusSrcAlphaFactor, blendSrcAlpha: ZeroFactor, blendDstAlpha: OneFactor,
    });
    this.put(body, shader.BODY_FRAGMENT, { mirror: 0 }, 2, { blending: NoBlending });
    if (room.glass.corners > 0) {
      this.put(surface(room.glass), shader.GLASS_FRAGMENT, { veil: 0.22 }, 3, {
        transparent: true, depthWrite: false, blending: CustomBlending, blendSrc: OneFactor, blendDst: OneMinusSrcAlphaFactor, blendSrcAlpha: ZeroFactor, blendDstAlpha: OneFactor,
      });
    }
  }

  private put(geometry: BufferGeometry, fragmentShader: string, values: Record<string, number>, order: number, blend: object): void {
    const uniforms = { mirror: { value: 0 }, shear: { value: this.shear }, focus: { value: STATION.focus }, gloss: { value: 0 }, veil: { value: 0 } };
    for (const [name, value] of Object.entries(values)) Object.assign(uniforms, { [name]: { value } });
    const material = new ShaderMaterial({ vertexShader: shader.SURFACE_VERTEX, fragmentShader, uniforms, side: DoubleSide, toneMapped: false, ...blend });
    const drawn = new Drawn(geometry, material);
    drawn.frustumCulled = false;
    // All in one queue, in this order: the mirror image has to lie under the floor.
    material.transparent = true;
    drawn.renderOrder = order;
    this.owned.push(material);
    this.scene.add(drawn);
  }

  dispose(): void {
    for (const thing of this.owned) thing.dispose();
  }
}
export type { Station };
