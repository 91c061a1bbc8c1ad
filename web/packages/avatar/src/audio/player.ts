import { bytesOf, samplesOf } from '../codec.ts';
import { AudioClock, type AudioTime } from './clock.ts';
import { rms } from './meter.ts';
import type { Anchor, ToWorklet } from './messages.ts';
import workletUrl from './worklet.ts?worker&url';

const METER_SECONDS = 0.1;
const VOLUME_SMOOTHING = 0.015;

/** Plays spoken items through the loudspeaker and knows what is heard at this moment. */
export class VoicePlayer {
  private readonly gain: GainNode;
  private readonly analyser: AnalyserNode;
  private readonly clock: AudioClock;
  private readonly window: Float32Array<ArrayBuffer>;
  private level = 1;
  private silent = false;

  private constructor(
    private readonly context: AudioContext,
    private readonly node: AudioWorkletNode,
  ) {
    this.gain = new GainNode(context);
    this.analyser = new AnalyserNode(context, { fftSize: 8192 });
    this.window = new Float32Array(this.analyser.fftSize);
    this.clock = new AudioClock(context.sampleRate);
    node.connect(this.gain).connect(this.analyser).connect(context.destination);
    node.port.onmessage = ({ data }: MessageEvent<Anchor>) => this.clock.note(data);
  }

  /** Open the loudspeaker; it may stay suspended until a gesture of the visitor's (`resume`). */
  static async open(): Promise<VoicePlayer> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, 'qingzhi-playback', {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    return new VoicePlayer(context, node);
  }

  get suspended(): boolean {
    return this.context.state !== 'running';
  }

  /** Needs a gesture of the visitor's in most browsers. */
  async resume(): Promise<void> {
    if (this.suspended) await this.context.resume();
  }

  /** Give the loudspeaker back; the player is of no more use. */
  async close(): Promise<void> {
    this.node.port.onmessage = null;
    this.node.disconnect();
    if (this.context.state !== 'closed') await this.context.close();
  }

  onSuspension(handler: (suspended: boolean) => void): void {
    this.context.addEventListener('statechange', () => handler(this.suspended));
  }

  /** Queue base64 PCM16 at 24 kHz; what can't be read is left out. */
  push(item: string, base64: string): void {
    const bytes = bytesOf(base64);
    if (bytes === null || bytes.length < 2) return;
    const samples = samplesOf(bytes);
    this.post({ kind: 'push', item, samples }, [samples.buffer]);
  }

  /** No more sound comes for `item`. */
  end(item: string): void {
    this.post({ kind: 'end', item });
  }

  /** Silence at once. Returns what was being heard. */
  stop(): AudioTime | null {
    const heard = this.heard();
    this.post({ kind: 'flush' });
    return heard;
  }

  /** What is heard now; `null` when nothing has been played yet. */
  heard(): AudioTime | null {
    return this.clock.at(this.audible());
  }

  /** Underruns, lag and sound in hand, as last reported. */
  get health(): Pick<Anchor, 'held' | 'lag' | 'underruns'> {
    return this.clock.latest ?? { held: 0, lag: 0, underruns: 0 };
  }

  /** 0..1 */
  get volume(): number {
    return this.level;
  }

  set volume(value: number) {
    this.level = Math.min(1, Math.max(0, value));
    this.applyVolume();
  }

  get muted(): boolean {
    return this.silent;
  }

  set muted(value: boolean) {
    this.silent = value;
    this.applyVolume();
  }

  /** Root mean square of the output over the last 100 ms, 0..1. */
  rms(): number {
    if (this.suspended) return 0;
    this.analyser.getFloatTimeDomainData(this.window);
    return rms(this.window.subarray(-Math.round(METER_SECONDS * this.context.sampleRate)));
  }

  /** Context time that has reached the loudspeaker. */
  private audible(): number {
    const { contextTime, performanceTime } = this.context.getOutputTimestamp();
    if (contextTime === undefined || performanceTime === undefined || contextTime === 0) {
      return this.context.currentTime - (this.context.outputLatency || 0);
    }
    const since = this.suspended ? 0 : (performance.now() - performanceTime) / 1000;
    return Math.min(contextTime + since, this.context.currentTime);
  }

  private applyVolume(): void {
    // Loudness is felt roughly by the square of the amplitude.
    const target = this.silent ? 0 : this.level ** 2;
    this.gain.gain.setTargetAtTime(target, this.context.currentTime, VOLUME_SMOOTHING);
  }

  private post(message: ToWorklet, transfer: Transferable[] = []): void {
    this.node.port.postMessage(message, transfer);
  }
}
