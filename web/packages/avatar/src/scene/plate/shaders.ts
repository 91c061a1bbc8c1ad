/** A lit surface; alpha keeps how far from focus it lies, as |1/distance − 1/focus|; a rough reflection counts as that much farther. */
export const SURFACE_VERTEX = /* glsl */ `
attribute vec3 radiance;
uniform float mirror;
uniform vec2 shear;
varying vec3 light;
varying vec3 place;
varying vec3 eye;
void main() {
  vec3 p = position;
  // Seen in the floor: upside down, and smeared the more the higher it stands, as rough stone does.
  if (mirror > 0.5) p = vec3(p.x + shear.x * p.y, -p.y, p.z + shear.y * p.y);
  light = radiance;
  place = p;
  eye = cameraPosition;
  gl_Position = projectionMatrix * viewMatrix * vec4(p, 1.0);
}`;

export const BODY_FRAGMENT = /* glsl */ `
uniform float focus;
uniform float mirror;
uniform float smear;
varying vec3 light;
varying vec3 place;
varying vec3 eye;
void main() {
  float distance = eye.z - place.z;
  gl_FragColor = vec4(light, abs(1.0 / distance - 1.0 / focus) + mirror * smear * -place.y / distance);
}`;

/** The floor lets the mirrored room through by Schlick's share. */
export const FLOOR_FRAGMENT = /* glsl */ `
uniform float gloss;
varying vec3 light;
varying vec3 place;
varying vec3 eye;
void main() {
  float facing = normalize(eye - place).y;
  float share = gloss * (0.04 + 0.96 * pow(1.0 - facing, 5.0));
  gl_FragColor = vec4(light, 1.0 - share);
}`;

export const GLASS_FRAGMENT = /* glsl */ `
uniform float veil;
varying vec3 light;
void main() {
  gl_FragColor = vec4(light, veil);
}`;

export const SCREEN_VERTEX = /* glsl */ `
varying vec2 at;
void main() {
  at = uv;
  gl_Position = vec4(position.xy, 0.0, 1.0);
}`;

export const ADD_FRAGMENT = /* glsl */ `
uniform sampler2D image;
uniform float weight;
varying vec2 at;
void main() {
  gl_FragColor = texture2D(image, at) * weight;
}`;

/** Closes the gaps between the exposures: spreads each point over its share of its blur disc. */
export const SPREAD_FRAGMENT = /* glsl */ `
uniform sampler2D image;
uniform vec2 reach;
varying vec2 at;
void main() {
  vec4 centre = texture2D(image, at);
  vec3 sum = centre.rgb;
  float weight = 1.0;
  for (int i = 1; i < 20; i++) {
    float r = sqrt(float(i) / 20.0);
    float turn = float(i) * 2.39996;
    vec4 near = texture2D(image, at + reach * centre.a * r * vec2(cos(turn), sin(turn)));
    float share = (1.0 - 0.7 * r * r) * clamp(near.a / max(centre.a, 1e-4), 0.05, 1.0);
    sum += near.rgb * share;
    weight += share;
  }
  gl_FragColor = vec4(sum / weight, centre.a);
}`;

export const SMEAR_FRAGMENT = /* glsl */ `
uniform sampler2D image;
uniform vec2 step;
varying vec2 at;
void main() {
  vec3 sum = vec3(0.0);
  float weight = 0.0;
  for (int i = -12; i <= 12; i++) {
    float share = exp(-float(i * i) / 60.0);
    sum += texture2D(image, at + step * float(i)).rgb * share;
    weight += share;
  }
  gl_FragColor = vec4(sum / weight, 1.0);
}`;

/** Lens veil, exposure and a soft shoulder: what a camera makes of the light. */
export const DEVELOP_FRAGMENT = /* glsl */ `
uniform sampler2D image;
uniform sampler2D veil;
uniform float veiling;
uniform float exposure;
varying vec2 at;
vec3 shoulder(vec3 x) {
  // Straight up to 0.6, then bent towards white; never clipped.
  vec3 over = max(x - 0.6, 0.0);
  return min(x, 0.6) + 0.4 * (1.0 - exp(-over / 0.4));
}
void main() {
  vec3 seen = mix(texture2D(image, at).rgb, texture2D(veil, at).rgb, veiling) * exposure;
  // Bright colours pale a little, so that lamps end white and not in a flat tint.
  float grey = dot(seen, vec3(0.2126, 0.7152, 0.0722));
  seen = mix(seen, vec3(grey), smoothstep(0.8, 3.0, grey) * 0.5);
  // A little contrast about middle grey, as film has.
  seen = 0.18 * pow(max(seen, 0.0) / 0.18, vec3(1.12));
  gl_FragColor = vec4(shoulder(seen), 1.0);
}`;
