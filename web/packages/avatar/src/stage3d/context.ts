import { NeutralToneMapping, PCFShadowMap, SRGBColorSpace, WebGLRenderer } from 'three';
import { StageError } from './errors.ts';

/** What renderers that draw on the processor call themselves. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

export interface ContextOptions {
  /** Draw without a graphics card, too. */
  readonly software: boolean;
  /** Keep each picture after it was shown, to read it back. */
  readonly keep: boolean;
}

/** A renderer on a canvas of its own. Throws `StageError`. */
export function openRenderer({ software, keep }: ContextOptions): WebGLRenderer {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2', {
    antialias: true,
    alpha: false,
    powerPreference: 'high-performance',
    preserveDrawingBuffer: keep,
  });
  if (context === null) throw new StageError('unsupported', 'This browser has no WebGL 2.');
  if (!software && drawnByProcessor(context)) {
    context.getExtension('WEBGL_lose_context')?.loseContext();
    throw new StageError('software', 'Only the processor draws here.');
  }
  return configured(new WebGLRenderer({ canvas, context }));
}

/** Whether no graphics card draws in `context`. */
export function drawnByProcessor(context: WebGLRenderingContext | WebGL2RenderingContext): boolean {
  return SOFTWARE.test(rendererName(context));
}

function rendererName(context: WebGLRenderingContext | WebGL2RenderingContext): string {
  const names = context.getExtension('WEBGL_debug_renderer_info');
  return String(context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
}

function configured(renderer: WebGLRenderer): WebGLRenderer {
  renderer.outputColorSpace = SRGBColorSpace;
  renderer.toneMapping = NeutralToneMapping;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  // The shadow pass counts as well: counters run from our reset to the end of a picture.
  renderer.info.autoReset = false;
  return renderer;
}
