import { Color, type DirectionalLight, type Fog, Group, type Texture, type WebGLRenderer } from 'three';
import { backdrop } from './backdrop.ts';
import { DESIGNS } from './designs.ts';
import { framing, type Framing, type View } from './framing.ts';
import { environment } from './light/environment.ts';
import { rig } from './light/rig.ts';
import { sceneName, type SceneName } from './names.ts';
import { photograph } from './plate/plate.ts';

/** Everything around the figure, which stands at the origin, looks along +z and is lit by `root`'s lamps. */
export interface Scene3D {
  /** Backdrop (one draw call) and lamps. */
  root: Group;
  /** For `Scene.environment`, at intensity 1. */
  environment: Texture;
  /** For `Scene.background`: what shows where the backdrop doesn't reach. */
  background: Color;
  fog?: Fog;
  /** The lamp that throws the shadow; its frustum holds head, arms and torso. */
  shadowLight: DirectionalLight;
  framing(view: View, aspect: number): Framing;
  dispose(): void;
}

/**
 * Light and photograph the scene called `name`; takes a fraction of a second on a graphics card,
 * a few seconds without one. Throws `UnknownSceneError`.
 */
export function buildScene(name: SceneName, renderer: WebGLRenderer): Scene3D {
  const design = DESIGNS[sceneName(name)];
  const plate = photograph(renderer, design.room(), design.development);
  const behind = backdrop(plate.texture);
  const lights = lightScene(name, renderer);
  lights.root.add(behind);
  return {
    ...lights,
    dispose: () => {
      lights.dispose();
      behind.geometry.dispose();
      behind.material.dispose();
      plate.dispose();
    },
  };
}

/** The scene called `name` without its room: the light alone, at once. Throws `UnknownSceneError`. */
export function lightScene(name: SceneName, renderer: WebGLRenderer): Scene3D {
  const design = DESIGNS[sceneName(name)];
  const { group: root, shadowLight } = rig(design.rig);
  const around = environment(renderer, design.surroundings);
  root.name = name;
  return {
    root,
    environment: around.texture,
    background: new Color(design.background),
    shadowLight,
    framing,
    dispose: () => {
      root.removeFromParent();
      shadowLight.dispose();
      around.dispose();
    },
  };
}
