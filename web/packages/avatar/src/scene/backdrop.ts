import { BufferAttribute, BufferGeometry, Mesh, ShaderMaterial, Vector3, Vector4, type Texture } from 'three';
import { STATION } from './plate/lens.ts';

const VERTEX = /* glsl */ `
varying vec3 place;
void main() {
  place = position;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  // As far as can be: the figure always stands in front.
  gl_Position.z = gl_Position.w * 0.99999;
}`;

const FRAGMENT = /* glsl */ `
uniform sampler2D plate;
uniform vec3 eye;
uniform vec4 slopes;
varying vec3 place;

/** Interleaved gradient noise (Jimenez 2014): hides the steps of 8 bits. */
float grain(vec2 p) {
  return fract(52.9829189 * fract(dot(p, vec2(0.06711056, 0.00583715))));
}

void main() {
  vec2 slope = (place.xy - eye.xy) / (eye.z - place.z);
  vec2 at = (slope - slopes.xy) / slopes.zw;
  gl_FragColor = vec4(texture2D(plate, clamp(at, 0.002, 0.998)).rgb, 1.0);
  // Where the shoes touch the floor hardly any light gets in.
  vec2 shoe = vec2(abs(place.x) - 0.15, place.z - 0.04) / vec2(0.09, 0.15);
  vec2 step = place.xz / vec2(0.42, 0.3);
  float contact = 0.55 * exp(-dot(shoe, shoe)) + 0.2 * exp(-dot(step, step));
  gl_FragColor.rgb *= 1.0 - contact * (1.0 - smoothstep(0.0, 0.01, place.y));
  #include <colorspace_fragment>
  gl_FragColor.rgb += (grain(gl_FragCoord.xy) - 0.5) * 1.5 / 255.0;
}`;

/** How far behind the figure the upright half of the fold stands, metres; the floor runs up to it. */
const DEPTH = 6;
const REACH = 30;

/** The plate thrown back from where it was taken onto a floor and a wall, so that it shifts as the room would. */
export function backdrop(plate: Texture): Mesh<BufferGeometry, ShaderMaterial> {
  const geometry = new BufferGeometry();
  const [x, z, front] = [REACH, -DEPTH, STATION.eye[2] - 0.4];
  const corners = [-x, 0, front, x, 0, front, -x, 0, z, x, 0, z, -x, REACH, z, x, REACH, z];
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(corners), 3));
  geometry.setIndex([0, 1, 2, 1, 3, 2, 2, 3, 4, 3, 5, 4]);
  const { eye, left, right, bottom, top } = STATION;
  const uniforms = {
    plate: { value: plate },
    eye: { value: new Vector3(...eye) },
    slopes: { value: new Vector4(left, bottom, right - left, top - bottom) },
  };
  const material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms, depthWrite: false, toneMapped: false });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  mesh.renderOrder = -1;
  return mesh;
}
