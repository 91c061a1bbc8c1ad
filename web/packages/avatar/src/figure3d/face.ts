import { Mesh, type Object3D } from 'three';
import { ARKIT, FACE } from '../motion/names.ts';

/** A morph and the coefficient that drives it. */
interface Drive {
  readonly morph: number;
  readonly column: number;
  /** Follows 4t(1 − t) of the coefficient t: greatest half way, nothing at both ends. */
  readonly midway: boolean;
}

const MIDWAY = /^eyeblinkmid(left|right)$/;
const COLUMNS: ReadonlyMap<string, number> = new Map(ARKIT.map((name, column) => [name.toLowerCase(), column]));

/** Drives the morphs of every mesh under `root` by the 52 face coefficients. */
export class Face {
  private readonly parts: readonly (readonly [number[], readonly Drive[]])[];

  constructor(root: Object3D) {
    const parts: [number[], readonly Drive[]][] = [];
    root.traverse((object) => {
      if (!(object instanceof Mesh) || object.morphTargetInfluences === undefined) return;
      const drives = drivesOf(object.morphTargetDictionary ?? {});
      if (drives.length > 0) parts.push([object.morphTargetInfluences, drives]);
    });
    this.parts = parts;
  }

  /** How many of the 52 coefficients move anything. */
  get columns(): number {
    const moved = this.parts.flatMap(([, drives]) => drives.map(({ column }) => column));
    return new Set(moved).size;
  }

  /** Take on `face` [52], 0..1. */
  apply(face: Float32Array): void {
    for (const [influences, drives] of this.parts) {
      for (const { morph, column, midway } of drives) {
        const value = Math.min(1, Math.max(0, face[column] ?? 0));
        influences[morph] = midway ? 4 * value * (1 - value) : value;
      }
    }
  }
}

function drivesOf(dictionary: Readonly<Record<string, number>>): readonly Drive[] {
  return Object.entries(dictionary).flatMap(([name, morph]) => {
    const drive = driveOf(name);
    return drive === null ? [] : [{ morph, ...drive }];
  });
}

/** What drives a morph called `name`: exporters differ in case, prefixes and `_L` for `Left`. */
export function driveOf(name: string): Omit<Drive, 'morph'> | null {
  const plain = name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/_l$/i, 'Left')
    .replace(/_r$/i, 'Right')
    .replaceAll('_', '')
    .toLowerCase();
  const midway = MIDWAY.exec(plain);
  if (midway !== null) return { column: midway[1] === 'left' ? FACE.eyeBlinkLeft : FACE.eyeBlinkRight, midway: true };
  const column = COLUMNS.get(plain);
  return column === undefined ? null : { column, midway: false };
}
