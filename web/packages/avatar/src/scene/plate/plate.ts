import { PerspectiveCamera, Vector2, type WebGLRenderTarget, type WebGLRenderer } from 'three';
import type { Room } from '../room/room.ts';
import { Darkroom } from './darkroom.ts';
import { disc, expose, STATION } from './lens.ts';
import * as shader from './shaders.ts';
import { type Polish, Stage } from './stage.ts';

/** How the picture is taken and made. */
export interface Development extends Polish {
  exposure: number;
  /** Share of light scattered in the lens, 0..1. */
  veiling: number;
}

const WIDTH = 1280;
const HEIGHT = Math.round((WIDTH * (STATION.top - STATION.bottom)) / (STATION.right - STATION.left));
const MOST = 64;
const FEWEST = 18;
/** Seconds all exposures together may take where nothing fast draws them. */
const PATIENCE = 1.8;
/** Weight of one exposure while they are summed: 16-bit floats stay exact enough. */
const WEIGHT = 1 / 16;
/** Part of the full size at which the veil of the lens is made. */
const COARSE = 1 / 8;

/**
 * A photograph of `room`, lit once and taken once through a wide lens: many exposures from all over
 * it, averaged. Linear light, display white at 1; the caller frees it.
 */
export function photograph(renderer: WebGLRenderer, room: Room, development: Development): WebGLRenderTarget {
  const darkroom = new Darkroom(renderer, WIDTH, HEIGHT);
  const stage = new Stage(room, development);
  try {
    const { sum, count } = exposures(renderer, stage, darkroom, development.roughness);
    return darkroom.handOut(developed(darkroom, sum, count, development));
  } finally {
    stage.dispose();
    darkroom.close();
  }
}

function exposures(renderer: WebGLRenderer, stage: Stage, darkroom: Darkroom, roughness: number): { sum: WebGLRenderTarget; count: number } {
  const [single, sum] = [darkroom.sheet(1, true), darkroom.sheet()];
  const camera = new PerspectiveCamera();
  const take = (count: number): void => {
    expose(camera, STATION, order(count), MOST, WIDTH, HEIGHT);
    const [x, y] = disc((order(count) * 19) % MOST, MOST);
    stage.shear.set(x * roughness, y * roughness);
    renderer.autoClear = true;
    renderer.setRenderTarget(single);
    renderer.render(stage.scene, camera);
    darkroom.pass(sum, shader.ADD_FRAGMENT, { image: single.texture, weight: WEIGHT }, count > 0);
  };
  // The first one also pays for compiling and uploading: the second tells what one costs.
  take(0);
  settled(renderer, sum);
  const started = performance.now();
  take(1);
  settled(renderer, sum);
  const count = affordable((performance.now() - started) / 1000);
  for (let i = 2; i < count; i++) take(i);
  return { sum, count };
}

/** How many exposures of `seconds` each fit into our patience. */
export function affordable(seconds: number): number {
  return Math.max(FEWEST, Math.min(MOST, Math.floor(PATIENCE / seconds)));
}

/** 0..MOST−1 in an order whose every beginning is spread over the whole lens: stopping early leaves no side dark. */
const order = (i: number): number => (i * 39) % MOST;

/** Wait until `sheet` has really been drawn. */
function settled(renderer: WebGLRenderer, sheet: WebGLRenderTarget): void {
  renderer.readRenderTargetPixels(sheet, 0, 0, 1, 1, new Uint16Array(4));
}

function developed(darkroom: Darkroom, sum: WebGLRenderTarget, count: number, { exposure, veiling }: Development): WebGLRenderTarget {
  const { left, right, bottom, top, aperture } = STATION;
  const gap = 1.1 * Math.sqrt(Math.PI / count) * aperture;
  const reach = new Vector2(gap / (right - left), gap / (top - bottom));
  const [even, smooth, finished] = [darkroom.sheet(), darkroom.sheet(), darkroom.sheet()];
  darkroom.pass(even, shader.ADD_FRAGMENT, { image: sum.texture, weight: 1 / (WEIGHT * count) });
  darkroom.pass(smooth, shader.SPREAD_FRAGMENT, { image: even.texture, reach });
  const [across, veil] = [darkroom.sheet(COARSE), darkroom.sheet(COARSE)];
  darkroom.pass(across, shader.SMEAR_FRAGMENT, { image: smooth.texture, step: new Vector2(1 / across.width, 0) });
  darkroom.pass(veil, shader.SMEAR_FRAGMENT, { image: across.texture, step: new Vector2(0, 1 / across.height) });
  darkroom.pass(finished, shader.DEVELOP_FRAGMENT, { image: smooth.texture, veil: veil.texture, veiling, exposure });
  return finished;
}
