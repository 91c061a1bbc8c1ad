import { describe, expect, it } from 'vitest';
import { AudioClock } from '../src/audio/clock.ts';
import { DepthController } from '../src/audio/depth.ts';
import { rms } from '../src/audio/meter.ts';
import { PlaybackQueue } from '../src/audio/queue.ts';
import { SincTable } from '../src/audio/resampler.ts';

const SOURCE = 24_000;
const BLOCK = 128;

function sine(seconds: number, hertz: number, rate = SOURCE): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate));
}

function pull(queue: PlaybackQueue, blocks: number): Float32Array {
  const all = new Float32Array(blocks * BLOCK);
  for (let i = 0; i < blocks; i += 1) queue.pull(all.subarray(i * BLOCK, (i + 1) * BLOCK));
  return all;
}

describe('resampling', () => {
  it.each([8000, 16_000, 22_050, 44_100, 48_000, 96_000])('keeps a tone clean at %i Hz', (rate) => {
    const table = new SincTable(rate / SOURCE);
    const source = sine(0.5, 1000);
    let error = 0;
    let power = 0;
    for (let i = Math.round(0.1 * rate); i < 0.4 * rate; i += 1) {
      const wanted = 0.5 * Math.sin((2 * Math.PI * 1000 * i) / rate);
      error += (table.read(source, (i * SOURCE) / rate) - wanted) ** 2;
      power += wanted ** 2;
    }
    expect(10 * Math.log10(power / error)).toBeGreaterThan(60);
  });

  it('lets no tone through that the output rate cannot carry', () => {
    const table = new SincTable(8000 / SOURCE);
    const source = sine(0.5, 7000);
    const out = Float32Array.from({ length: 2000 }, (_, i) => table.read(source, 1000 + (i * SOURCE) / 8000));
    expect(20 * Math.log10(rms(out) / rms(source))).toBeLessThan(-50);
  });
});

describe('depth', () => {
  it('wants more in hand after each underrun, and less again in calm', () => {
    const depth = new DepthController();
    const first = depth.startDepth;
    depth.underrun();
    const second = depth.startDepth;
    for (let i = 0; i < 4000; i += 1) depth.plan(0.01, 1, 0);
    expect(second).toBeGreaterThan(first);
    expect(depth.startDepth).toBeLessThan(second);
    for (let i = 0; i < 10; i += 1) depth.underrun();
    expect(depth.startDepth).toBeLessThanOrEqual(0.24);
  });

  it('plays at its own pace while nothing is owed', () => {
    expect(new DepthController().plan(0.01, 10, 1)).toEqual({ speed: 1, skip: 0 });
  });

  it('gives a stall back completely, at most 3 % faster in speech', () => {
    const depth = new DepthController();
    depth.waited(0.3);
    let seconds = 0;
    while (depth.lag > 0.02 && seconds < 60) {
      expect(depth.plan(0.01, 1, 0).speed).toBeLessThanOrEqual(1.03);
      seconds += 0.01;
    }
    expect(seconds).toBeLessThan(15);
  });

  it('leaves silence out first, but never all of it', () => {
    const depth = new DepthController();
    depth.waited(0.5);
    expect(depth.plan(0.01, 2, 0.3).skip).toBeCloseTo(0.25);
  });

  it('takes nothing from what is needed in hand', () => {
    const depth = new DepthController();
    depth.waited(0.5);
    expect(depth.plan(0.01, depth.startDepth, 0.3)).toEqual({ speed: 1, skip: 0 });
  });
});

describe('the playback queue', () => {
  it('plays an item whole and then rests', () => {
    const queue = new PlaybackQueue(SOURCE);
    const sound = sine(0.1, 440);
    queue.push('a', sound);
    queue.end('a');
    const out = pull(queue, 40);
    expect(rms(out.subarray(0, 2400))).toBeCloseTo(rms(sound), 2);
    expect(rms(out.subarray(2400 + BLOCK))).toBe(0);
    expect(queue.playing).toBe(false);
    expect(queue.underruns).toBe(0);
  });

  it('waits until enough is in hand', () => {
    const queue = new PlaybackQueue(48_000);
    queue.push('a', sine(0.01, 440));
    expect(rms(pull(queue, 4))).toBe(0);
    queue.push('a', sine(0.1, 440));
    expect(rms(pull(queue, 4))).toBeGreaterThan(0.1);
  });

  it('plays at the source’s pace whatever the output rate', () => {
    const queue = new PlaybackQueue(44_100);
    queue.push('a', sine(1, 440));
    pull(queue, 100);
    expect(queue.position?.sample).toBeCloseTo((100 * BLOCK * SOURCE) / 44_100, 3);
  });

  it('is silent one block after a cut, without a click', () => {
    const queue = new PlaybackQueue(48_000);
    queue.push('a', sine(1, 440));
    pull(queue, 20);
    queue.flush();
    const tail = pull(queue, 1);
    expect(Math.abs(tail[BLOCK - 1] ?? 1)).toBeLessThan(0.01);
    expect(rms(pull(queue, 50))).toBe(0);
    expect(queue.held).toBe(0);
  });

  it('plays at once what comes right after a cut', () => {
    const queue = new PlaybackQueue(SOURCE);
    queue.push('a', sine(1, 440));
    pull(queue, 10);
    queue.flush();
    queue.push('b', sine(0.2, 440));
    pull(queue, 2);
    expect(queue.position).toEqual({ item: 'b', sample: BLOCK });
  });

  it('knows the place within each of several items', () => {
    const queue = new PlaybackQueue(SOURCE);
    queue.push('a', sine(0.1, 440));
    queue.push('b', sine(0.2, 440));
    pull(queue, 20);
    expect(queue.position).toEqual({ item: 'b', sample: 20 * BLOCK - 2400 });
  });

  it('catches up after a stall by shortening pauses', () => {
    const queue = new PlaybackQueue(SOURCE);
    queue.push('a', sine(0.1, 440));
    pull(queue, 60);
    expect(queue.underruns).toBe(1);
    const lag = queue.depth.lag;
    expect(lag).toBeGreaterThan(0.1);
    for (let i = 0; i < 4; i += 1) {
      queue.push('a', sine(0.3, 440));
      queue.push('a', new Float32Array(SOURCE * 0.3));
    }
    pull(queue, 300);
    expect(queue.depth.lag).toBeLessThan(0.03);
  });

  it('keeps up with long speech and forgets what has been played', () => {
    const queue = new PlaybackQueue(SOURCE);
    const chunk = sine(1, 440);
    for (let second = 0; second < 120; second += 1) {
      queue.push('a', chunk);
      pull(queue, Math.floor(SOURCE / BLOCK));
    }
    expect(queue.held).toBeLessThan(2);
    expect(queue.underruns).toBe(0);
  });
});

describe('the audio clock', () => {
  const report = (frame: number, sample: number, playing = true) => ({ frame, item: 'a', sample, playing, held: 1, lag: 0, underruns: 0 });

  it('tells what is audible, not what has been computed', () => {
    const clock = new AudioClock(48_000);
    clock.note(report(0, 0));
    clock.note(report(48_000, 24_000));
    expect(clock.at(0.5)?.seconds).toBeCloseTo(0.5);
    expect(clock.at(1.2)?.seconds).toBeCloseTo(1.2);
  });

  it('stands still while the sound does', () => {
    const clock = new AudioClock(48_000);
    clock.note(report(0, 0));
    clock.note(report(24_000, 12_000, false));
    expect(clock.at(3)).toEqual({ item: 'a', seconds: 0.5, playing: false });
  });

  it('knows nothing before the first sound', () => {
    expect(new AudioClock(48_000).at(1)).toBeNull();
  });
});
