import { BLACK, type Mesh } from '../room/mesh.ts';
import { seeded } from '../room/random.ts';
import { Solids } from '../room/solid.ts';
import type { Room } from '../room/room.ts';
import { add, cross, length, scaled, tangents, times, type Triple, unit } from '../room/vector.ts';

/** A flat panel that gives light to the room on the side of u × v: `radiance` linear, 1 = display white. */
export interface Lamp {
  origin: Triple;
  u: Triple;
  v: Triple;
  radiance: Triple;
}

/** A point that sends light into the half space of its normal. `flux` is radiance × area; `spread` softens 1/r² (m²). */
export interface Sender {
  at: Triple;
  normal: Triple;
  flux: Triple;
  spread: number;
}

const PATCH = 0.9;
const PATHS = 40;
const BOUNCES = 3;
/** Light that a path bounced once too often still carries; keeps the deepest corners from going black. */
const AMBIENT: Triple = [0.012, 0.012, 0.013];
/** Below this share of display white a sender isn't worth a shadow ray. */
const FAINT = 0.0012;

/** The lamps cut into patches of at most `PATCH` metres, each a sender. */
export function patches(lamps: readonly Lamp[]): Sender[] {
  return lamps.flatMap((lamp) => {
    const columns = Math.max(1, Math.round(length(lamp.u) / PATCH));
    const rows = Math.max(1, Math.round(length(lamp.v) / PATCH));
    const across = cross(lamp.u, lamp.v);
    const area = length(across) / (columns * rows);
    const normal = unit(across);
    return Array.from({ length: columns * rows }, (_, i) => {
      const place = add(scaled(lamp.u, ((i % columns) + 0.5) / columns), scaled(lamp.v, (Math.floor(i / columns) + 0.5) / rows));
      return { at: add(add(lamp.origin, place), scaled(normal, 0.02)), normal, flux: scaled(lamp.radiance, area), spread: area / Math.PI };
    });
  });
}

/** Instant radiosity (Keller 1997): where light paths from the lamps strike the room, they become senders themselves. */
export function bounced(sources: readonly Sender[], solids: Solids, seed: number): Sender[] {
  const random = seeded(seed);
  const power = sources.map(({ flux }) => flux[0] + flux[1] + flux[2]);
  const total = power.reduce((sum, p) => sum + p, 0);
  const found: Sender[] = [];
  for (let path = 0; path < PATHS; path++) {
    let share = ((path + random()) / PATHS) * total;
    const start = sources[power.findIndex((p) => (share -= p) <= 0)];
    if (!start) continue;
    const strength = total / (start.flux[0] + start.flux[1] + start.flux[2]) / PATHS;
    let sender: Sender = { ...start, flux: scaled(start.flux, strength) };
    for (let bounce = 0; bounce < BOUNCES; bounce++) {
      const direction = cosine(sender.normal, random(), random());
      const hit = solids.first(sender.at, direction);
      if (!hit) break;
      const at = add(add(sender.at, scaled(direction, hit.distance)), scaled(hit.normal, 0.02));
      sender = { at, normal: hit.normal, flux: times(sender.flux, hit.solid.albedo), spread: 0.5 };
      found.push(sender);
    }
  }
  return found;
}

/** A direction about `normal`, likelier the nearer to it (Lambert's law). */
function cosine(normal: Triple, a: number, b: number): Triple {
  const [u, v] = tangents(normal);
  const [r, turn] = [Math.sqrt(a), 2 * Math.PI * b];
  const flat = add(scaled(u, r * Math.cos(turn)), scaled(v, r * Math.sin(turn)));
  return unit(add(flat, scaled(normal, Math.sqrt(Math.max(0, 1 - a)))));
}

/** Radiance [corners × 3] that each corner of `mesh` sends to the eye in the light of the room. */
export function lit(mesh: Mesh, senders: readonly Sender[], solids: Solids): Float32Array {
  const radiance = new Float32Array(mesh.corners * 3);
  for (let i = 0; i < mesh.corners; i++) {
    const dark = !(mesh.albedos[3 * i] || mesh.albedos[3 * i + 1] || mesh.albedos[3 * i + 2]);
    const [r, g, b] = dark ? BLACK : gathered(mesh, i, senders, solids);
    radiance[3 * i] = (mesh.albedos[3 * i] ?? 0) * r + (mesh.glows[3 * i] ?? 0);
    radiance[3 * i + 1] = (mesh.albedos[3 * i + 1] ?? 0) * g + (mesh.glows[3 * i + 1] ?? 0);
    radiance[3 * i + 2] = (mesh.albedos[3 * i + 2] ?? 0) * b + (mesh.glows[3 * i + 2] ?? 0);
  }
  return radiance;
}

/** Irradiance over π at corner `i`. */
function gathered(mesh: Mesh, i: number, senders: readonly Sender[], solids: Solids): Triple {
  const [nx, ny, nz] = [mesh.normals[3 * i] ?? 0, mesh.normals[3 * i + 1] ?? 0, mesh.normals[3 * i + 2] ?? 0];
  const px = (mesh.positions[3 * i] ?? 0) + nx * 0.012;
  const py = (mesh.positions[3 * i + 1] ?? 0) + ny * 0.012;
  const pz = (mesh.positions[3 * i + 2] ?? 0) + nz * 0.012;
  const thin = mesh.thin[i] ?? false;
  let [r, g, b] = AMBIENT;
  for (const { at, normal, flux, spread } of senders) {
    const [dx, dy, dz] = [at[0] - px, at[1] - py, at[2] - pz];
    const square = dx * dx + dy * dy + dz * dz;
    const facing = nx * dx + ny * dy + nz * dz;
    const received = thin ? Math.abs(facing) * (facing > 0 ? 0.75 : 0.6) + 0.15 * Math.sqrt(square) : facing;
    const sent = -(normal[0] * dx + normal[1] * dy + normal[2] * dz);
    if (received <= 0 || sent <= 0) continue;
    const form = (received * sent) / (square * Math.PI * (square + spread));
    if (form * (flux[0] + flux[1] + flux[2]) < FAINT) continue;
    if (solids.blocked(px, py, pz, at[0], at[1], at[2])) continue;
    r += form * flux[0];
    g += form * flux[1];
    b += form * flux[2];
  }
  return [r, g, b];
}

/** Everything in `room` that sends light, first the lamps, then what they light; and what stands in its way. */
export function allSenders(room: Room): { senders: Sender[]; solids: Solids } {
  const solids = new Solids(room.solids);
  const direct = patches(room.lamps);
  return { senders: [...direct, ...bounced(direct, solids, room.seed)], solids };
}
