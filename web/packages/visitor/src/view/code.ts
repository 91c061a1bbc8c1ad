import { encode } from 'uqr';
import { drawing } from './dom.ts';

/** The lowest level of correction: nothing soils a screen, and larger modules are read from further away. */
const LEVEL = 'L';
/** Light modules around a code, which readers need (ISO/IEC 18004, 9.1: four). */
const QUIET = 4;

/** The code of a text as a drawing: dark modules in one path, on white. */
export function codeOf(text: string): SVGSVGElement {
  const { data, size } = matrixOf(text);
  const modules = data.flatMap((line, y) => line.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return drawing(`0 0 ${size} ${size}`, [
    [`M0 0h${size}v${size}H0z`, 'code__light'],
    [modules.join(''), 'code__dark'],
  ]);
}

/** Modules along one side of the code, its quiet zone counted. */
export function sizeOf(text: string): number {
  return matrixOf(text).size;
}

function matrixOf(text: string): ReturnType<typeof encode> {
  return encode(text, { ecc: LEVEL, border: QUIET });
}
