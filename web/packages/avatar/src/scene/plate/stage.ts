import {
  BufferAttribute, BufferGeometry, CustomBlending, DoubleSide, type MaterialParameters, Mesh as Drawn, NoBlending, OneFactor,
  OneMinusSrcAlphaFactor, Scene, ShaderMaterial, SrcAlphaFactor, Vector2, ZeroFactor,
} from 'three';
import { allSenders, lit } from '../light/radiosity.ts';
import type { Mesh } from '../room/mesh.ts';
import type { Room } from '../room/room.ts';
import { STATION } from './lens.ts';
import { BODY_FRAGMENT, FLOOR_FRAGMENT, GLASS_FRAGMENT, SURFACE_VERTEX } from './shaders.ts';

/** How the floor mirrors the room. */
export interface Polish {
  /** 0: not at all, 1: like still water. */
  gloss: number;
  /** Metres by which a reflection is smeared for each metre of height. */
  roughness: number;
}

/** Share of what lies behind a pane that its own light hides. */
const VEIL = 0.22;

/** Blended colours must leave alpha alone: it holds how far out of focus a point is. */
const KEEP_ALPHA = { transparent: true, blending: CustomBlending, blendDst: OneMinusSrcAlphaFactor, blendSrcAlpha: ZeroFactor, blendDstAlpha: OneFactor } as const;
const SOLID: MaterialParameters = { blending: NoBlending, transparent: true };
const OVER: MaterialParameters = { ...KEEP_ALPHA, blendSrc: SrcAlphaFactor };
const VEILING: MaterialParameters = { ...KEEP_ALPHA, blendSrc: OneFactor, depthWrite: false };

/** A lit room as four draws: its mirror image, the floor over it, the room itself, the panes. */
export class Stage {
  readonly scene = new Scene();
  /** Sideways shift of the mirror image for each metre of height. */
  readonly shear = new Vector2();
  private readonly owned: { dispose(): void }[] = [];

  constructor(room: Room, { gloss, roughness }: Polish) {
    const { senders, solids } = allSenders(room);
    const surface = (mesh: Mesh): BufferGeometry => this.geometry(mesh, lit(mesh, senders, solids));
    const body = surface(room.body);
    this.put(body, BODY_FRAGMENT, { mirror: 1, smear: roughness / STATION.aperture }, SOLID);
    this.put(surface(room.floor), FLOOR_FRAGMENT, { gloss }, OVER);
    this.put(body, BODY_FRAGMENT, {}, SOLID);
    if (room.glass.corners > 0) this.put(surface(room.glass), GLASS_FRAGMENT, { veil: VEIL }, VEILING);
  }

  private geometry(mesh: Mesh, radiance: Float32Array): BufferGeometry {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(mesh.positions), 3));
    geometry.setAttribute('radiance', new BufferAttribute(radiance, 3));
    geometry.setIndex(mesh.indices);
    this.owned.push(geometry);
    return geometry;
  }

  /** Everything counts as transparent, so that it is drawn in the order in which it was put here. */
  private put(geometry: BufferGeometry, fragmentShader: string, values: Record<string, number>, blend: MaterialParameters): void {
    const uniforms = {
      mirror: { value: 0 }, smear: { value: 0 }, gloss: { value: 0 }, veil: { value: 0 },
      shear: { value: this.shear }, focus: { value: STATION.focus },
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
    };
    const material = new ShaderMaterial({ vertexShader: SURFACE_VERTEX, fragmentShader, uniforms, side: DoubleSide, forceSinglePass: true, toneMapped: false, ...blend });
    const drawn = new Drawn(geometry, material);
    drawn.frustumCulled = false;
    drawn.renderOrder = this.scene.children.length;
    this.owned.push(material);
    this.scene.add(drawn);
  }

  dispose(): void {
    for (const thing of this.owned) thing.dispose();
  }
}
