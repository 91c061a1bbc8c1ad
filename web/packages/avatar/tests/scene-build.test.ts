import { BufferGeometry, type Camera, EventDispatcher, Group, Material, Mesh, type Object3D, Scene, WebGLCoordinateSystem, WebGLRenderTarget, type WebGLRenderer } from 'three';
import { describe, expect, it } from 'vitest';
import { SCENE_NAMES, type SceneName, UnknownSceneError } from '../src/scene/names.ts';
import { buildScene } from '../src/scene/scene3d.ts';

/** Draws nothing, but knows everything that a real renderer would have put into graphics memory. */
class CountingRenderer {
  autoClear = true;
  autoClearColor = true;
  autoClearDepth = true;
  autoClearStencil = true;
  readonly coordinateSystem = WebGLCoordinateSystem;
  readonly xr = { enabled: false };
  readonly state = { buffers: { depth: { getReversed: () => false } } };
  readonly held = new Set<object>();
  private target: WebGLRenderTarget | null = null;

  get asRenderer(): WebGLRenderer {
    return this as unknown as WebGLRenderer;
  }

  setRenderTarget(target: WebGLRenderTarget | null): void {
    this.target = target;
    if (target) this.hold(target);
  }

  getRenderTarget(): WebGLRenderTarget | null {
    return this.target;
  }

  render(root: Object3D, _camera: Camera): void {
    root.traverse((object) => {
      if (!(object instanceof Mesh)) return;
      this.hold(object.geometry as BufferGeometry);
      this.hold(object.material as Material);
    });
  }

  compile(): void {}
  readRenderTargetPixels(): void {}
  getActiveCubeFace = (): number => 0;
  getActiveMipmapLevel = (): number => 0;
  getClearColor = <T>(colour: T): T => colour;
  getClearAlpha = (): number => 1;

  private hold(thing: EventDispatcher<{ dispose: object }>): void {
    if (this.held.has(thing)) return;
    this.held.add(thing);
    thing.addEventListener('dispose', () => this.held.delete(thing));
  }
}

describe.each(SCENE_NAMES)('the scene %s', (name) => {
  const counter = new CountingRenderer();
  const scene = buildScene(name, counter.asRenderer);

  it('is drawn in at most two calls', () => {
    const drawn: Object3D[] = [];
    scene.root.traverse((object) => object instanceof Mesh && drawn.push(object));
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.length).toBeLessThanOrEqual(2);
  });

  it('keeps only what it shows: picture and surroundings', () => {
    expect([...counter.held].every((thing) => thing instanceof WebGLRenderTarget)).toBe(true);
    expect(counter.held.size).toBe(2);
  });

  it('has a shadow light that reaches from the hands to the top of the head', () => {
    const { camera } = scene.shadowLight.shadow;
    expect(scene.shadowLight.castShadow).toBe(true);
    expect(camera.top - camera.bottom).toBeGreaterThan(1.1);
    expect(camera.top - camera.bottom).toBeLessThan(1.6);
    expect(scene.root.children).toContain(scene.shadowLight.target);
  });

  it('leaves the renderer as it was', () => {
    expect(counter.getRenderTarget()).toBeNull();
    expect(counter.autoClear).toBe(true);
  });

  it('frees everything, and may be freed twice', () => {
    const world = new Scene();
    world.add(scene.root);
    counter.render(world, null as unknown as Camera);
    scene.dispose();
    expect(counter.held.size).toBe(0);
    expect(world.children).toEqual([]);
    expect(() => scene.dispose()).not.toThrow();
  });
});

it('throws a clear error for a scene that nobody made', () => {
  expect(() => buildScene('moon' as SceneName, new CountingRenderer().asRenderer)).toThrow(UnknownSceneError);
  expect(() => buildScene(new Group() as unknown as SceneName, new CountingRenderer().asRenderer)).toThrow(UnknownSceneError);
});
