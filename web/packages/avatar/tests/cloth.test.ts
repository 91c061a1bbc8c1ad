import { DataTexture, MeshPhysicalMaterial, ShaderLib } from 'three';
import { describe, expect, it } from 'vitest';
import { LIGHTING, RELIEF, SURFACE } from '../src/figure3d/chunks.ts';
import { isWoven, woven } from '../src/figure3d/cloth.ts';
import { shade } from '../src/figure3d/shading.ts';
import { CREASED, traits, weaves } from '../src/figure3d/weaves.ts';

/** A material as the files of figures name it. */
function cloth(names: unknown): MeshPhysicalMaterial {
  const swatches = new DataTexture(new Uint8Array(4), 1, 1);
  swatches.channel = 1;
  const material = new MeshPhysicalMaterial({ metalnessMap: swatches, normalMap: new DataTexture(new Uint8Array(4), 1, 1) });
  material.userData = { weaves: names };
  return material;
}

function program(): { fragmentShader: string; uniforms: Record<string, { value: unknown }> } {
  return { fragmentShader: ShaderLib.physical.fragmentShader, uniforms: {} };
}

describe('weaves', () => {
  const { data, width: side, depth } = weaves().image as { data: Uint8Array; width: number; depth: number };
  const texel = (layer: number, x: number, y: number, channel: number): number =>
    data[4 * (side * (side * layer + y) + x) + channel] ?? NaN;
  const step = (layer: number, x: number, other: number): number =>
    Math.max(...Array.from({ length: side }, (_, y) => Math.abs(texel(layer, x, y, 0) - texel(layer, other, y, 0))));

  it.each(Array.from({ length: CREASED + 1 }, (_, layer) => layer))('join themselves without a seam: layer %i', (layer) => {
    const within = Math.max(...Array.from({ length: side - 1 }, (_, x) => step(layer, x, x + 1)));
    expect(step(layer, side - 1, 0)).toBeLessThanOrEqual(within + 8);
  });

  it('all have relief but the smooth one', () => {
    expect(depth).toBe(CREASED + 1);
    for (let layer = 0; layer < depth; layer++) {
      const slopes = new Set(Array.from({ length: side * side }, (_, i) => texel(layer, i % side, Math.floor(i / side), 1)));
      expect(slopes.size > 8).toBe(layer > 0);
    }
  });

  it.each(['velvet of tomorrow', 7, null, undefined, '__proto__'])('that nobody knows are smooth: %s', (name) => {
    expect(traits(name)).toEqual(traits('smooth'));
  });
});

describe('cloth', () => {
  it('changes lines that three still has', () => {
    for (const line of [LIGHTING, RELIEF, SURFACE]) expect(ShaderLib.physical.fragmentShader).toContain(line);
    const shader = program();
    woven(shader, cloth(['smooth', 'wool']));
    expect(shader.fragmentShader).not.toContain(RELIEF);
    expect(shader.uniforms['weaves']?.value).toBe(weaves());
  });

  it('takes the kinds of cloth from its file, in its order', () => {
    const shader = program();
    woven(shader, cloth(['denim', 'wool']));
    const [first, second] = shader.uniforms['weaveTraits']?.value as { x: number }[];
    expect([first?.x, second?.x]).toEqual([traits('denim')[0], traits('wool')[0]]);
  });

  it.each([undefined, 'wool', {}])('is shown as its file says where that names no weaves: %s', (names) => {
    const material = cloth(names);
    const before = material.onBeforeCompile;
    shade(material, 'cloth');
    expect(isWoven(material)).toBe(false);
    expect(material.onBeforeCompile).toBe(before);
  });
});
