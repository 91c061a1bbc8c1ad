import type { MotionDelta } from '@qingzhi/protocol';
import { describe, expect, it } from 'vitest';
import { bytesOf, samplesOf, segmentOf } from '../src/codec.ts';
import { ARKIT, BONE } from '../src/motion/names.ts';

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function base64Int16(values: readonly number[]): string {
  return base64(new Uint8Array(Int16Array.from(values).buffer));
}

function motion(changed: Partial<MotionDelta> = {}): MotionDelta {
  return {
    type: 'response.motion.delta',
    event_id: 'e',
    response_id: 'r',
    item_id: 'i',
    layer: 'speech',
    clock: 'audio',
    start_ms: 1500,
    fps: 30,
    fade_ms: 150,
    frames: 2,
    face: base64(new Uint8Array(2 * ARKIT.length).fill(51)),
    face_mask: [],
    bone_names: ['head', 'tail'],
    bones: base64Int16([0, 0, 0, 32767, 0, 0, 0, 32767, 32767, 0, 0, 0, 0, 0, 0, 32767]),
    hips: base64Int16([10, 20, -30, 0, 0, 0]),
    gaze: [{ at: 'screen', x: 0.5, y: 0, start_ms: 1500 }],
    generation: 0,
    ...changed,
  };
}

describe('sound', () => {
  it('reads PCM16 little endian as −1..1', () => {
    const samples = samplesOf(new Uint8Array([0, 0, 0, 0x80, 0xff, 0x7f, 0, 0x40]));
    expect([...samples]).toEqual([0, -1, 32767 / 32768, 0.5]);
  });

  it('drops a dangling odd byte', () => {
    expect(samplesOf(new Uint8Array([0, 0x40, 7]))).toHaveLength(1);
  });

  it('goes there and back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(bytesOf(base64(bytes))).toEqual(bytes);
  });

  it('says when a text is no base64', () => {
    expect(bytesOf('%%%')).toBeNull();
  });
});

describe('motion', () => {
  it('becomes floats in seconds, unit intervals and metres', () => {
    const segment = segmentOf(motion());
    expect(segment).toMatchObject({ item: 'i', start: 1.5, fade: 0.15, frames: 2 });
    expect(segment?.face?.[0]).toBeCloseTo(0.2);
    expect(segment?.hips?.[2]).toBeCloseTo(-0.003);
    expect(segment?.boneIndex).toEqual([BONE.head, -1]);
    expect(segment?.gaze[0]).toEqual({ at: 'screen', x: 0.5, y: 0, start: 1.5 });
  });

  it('on the conversation clock belongs to no item', () => {
    expect(segmentOf(motion({ clock: 'conversation' }))?.item).toBeNull();
  });

  it.each([
    ['too short a face', { face: base64(new Uint8Array(3)) }],
    ['bones that are no base64', { bones: '*' }],
    ['hips of another length', { hips: base64Int16([1]) }],
    ['no frames', { frames: 0 }],
    ['a fraction of a frame', { frames: 1.5 }],
    ['frames without end', { frames: 1e9 }],
    ['no rate', { fps: 0 }],
  ])('is refused with %s', (_, changed) => {
    expect(segmentOf(motion(changed))).toBeNull();
  });

  it('ignores mask columns that no face has', () => {
    expect(segmentOf(motion({ face_mask: [-1, 3, 52] }))?.columns).toEqual([3]);
  });
});
