import { Color, DirectionalLight, Group } from 'three';

/** A distant lamp: where it shines from as seen from the chest of the figure, metres, and how strongly, W/m². */
export interface Beam {
  from: readonly [number, number, number];
  colour: number;
  strength: number;
}

/** Portrait light: the key makes the form, the fill keeps its shadow readable, the rims part hair and shoulders from the room. */
export interface RigDesign {
  key: Beam;
  fill: Beam;
  rims: readonly [Beam, Beam];
}

const CHEST = 1.32;

/** The lamps of `design` in one group, and the one among them that throws the shadow. */
export function rig(design: RigDesign): { group: Group; shadowLight: DirectionalLight } {
  const group = new Group();
  const place = (beam: Beam): DirectionalLight => {
    const light = new DirectionalLight(new Color(beam.colour), beam.strength);
    const [x, y, z] = beam.from;
    light.position.set(x, CHEST + y, z);
    light.target.position.set(0, CHEST, 0);
    group.add(light, light.target);
    return light;
  };
  const shadowLight = place(design.key);
  shade(shadowLight);
  for (const beam of [design.fill, ...design.rims]) place(beam);
  return { group, shadowLight };
}

/** A shadow map fitted to head, arms and torso; its bias keeps faces clean at a soft edge of about a centimetre. */
function shade(light: DirectionalLight): void {
  light.castShadow = true;
  const { shadow } = light;
  shadow.mapSize.set(1024, 1024);
  Object.assign(shadow.camera, { left: -0.55, right: 0.55, top: 0.5, bottom: -0.75, near: 0.4, far: 4.5 });
  shadow.camera.updateProjectionMatrix();
  shadow.bias = -0.0006;
  shadow.normalBias = 0.006;
  shadow.radius = 5;
  shadow.intensity = 0.72;
}
