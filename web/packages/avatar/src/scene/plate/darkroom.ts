import {
  CustomBlending, HalfFloatType, LinearFilter, Mesh, NoBlending, OneFactor, OrthographicCamera, PlaneGeometry, ShaderMaterial, type Texture,
  type Vector2, WebGLRenderTarget, type WebGLRenderer,
} from 'three';
import { SCREEN_VERTEX } from './shaders.ts';

const ADDING = { blending: CustomBlending, blendSrc: OneFactor, blendDst: OneFactor } as const;

/** Sheets to work on and passes over them; all is thrown away at the end except what was handed out. */
export class Darkroom {
  private readonly sheets = new Set<WebGLRenderTarget>();
  private readonly baths = new Map<string, ShaderMaterial>();
  private readonly screen = new Mesh(new PlaneGeometry(2, 2), new ShaderMaterial());
  private readonly flat = new OrthographicCamera();
  private readonly before: { target: WebGLRenderTarget | null; autoClear: boolean };

  constructor(private readonly renderer: WebGLRenderer, readonly width: number, readonly height: number) {
    this.before = { target: renderer.getRenderTarget(), autoClear: renderer.autoClear };
    this.screen.frustumCulled = false;
    this.screen.material.dispose();
  }

  /** A sheet of `share` of the full size. */
  sheet(share = 1, depthBuffer = false): WebGLRenderTarget {
    const [w, h] = [Math.round(this.width * share), Math.round(this.height * share)];
    const sheet = new WebGLRenderTarget(w, h, { type: HalfFloatType, minFilter: LinearFilter, magFilter: LinearFilter, depthBuffer });
    this.sheets.add(sheet);
    return sheet;
  }

  /** Run `fragment` over the whole of `sheet`; `adding` to what is there or instead of it. */
  pass(sheet: WebGLRenderTarget, fragment: string, values: Record<string, Texture | Vector2 | number>, adding = false): void {
    const material = this.bath(fragment, adding);
    for (const [name, value] of Object.entries(values)) material.uniforms[name] = { value };
    this.screen.material = material;
    this.renderer.autoClear = false;
    this.renderer.setRenderTarget(sheet);
    this.renderer.render(this.screen, this.flat);
  }

  /** Give `sheet` away: whoever takes it frees it. */
  handOut(sheet: WebGLRenderTarget): WebGLRenderTarget {
    this.sheets.delete(sheet);
    return sheet;
  }

  /** Leave the renderer as it was found. */
  close(): void {
    this.renderer.setRenderTarget(this.before.target);
    this.renderer.autoClear = this.before.autoClear;
    this.screen.geometry.dispose();
    for (const thing of [...this.sheets, ...this.baths.values()]) thing.dispose();
  }

  private bath(fragmentShader: string, adding: boolean): ShaderMaterial {
    const key = `${fragmentShader}${adding}`;
    const known = this.baths.get(key);
    if (known) return known;
    const made = new ShaderMaterial({
      vertexShader: SCREEN_VERTEX, fragmentShader, uniforms: {}, depthTest: false, depthWrite: false, toneMapped: false,
      ...(adding ? ADDING : { blending: NoBlending }),
    });
    this.baths.set(key, made);
    return made;
  }
}
