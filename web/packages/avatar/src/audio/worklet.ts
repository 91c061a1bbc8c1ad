import type { Anchor, ToWorklet } from './messages.ts';
import { PlaybackQueue } from './queue.ts';

const REPORT_EVERY = 0.01;

/** Plays items on the audio thread and reports where it stands. */
class PlaybackProcessor extends AudioWorkletProcessor {
  private readonly queue = new PlaybackQueue(sampleRate);
  private reported = -Infinity;
  private wasPlaying = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => this.receive(data);
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const out = outputs[0]?.[0];
    if (out === undefined) return true;
    const before = this.queue.position;
    this.queue.pull(out);
    const { playing } = this.queue;
    const due = currentFrame - this.reported >= REPORT_EVERY * sampleRate;
    if (playing !== this.wasPlaying || (playing && due)) this.report(before, playing);
    return true;
  }

  private receive(message: ToWorklet): void {
    if (message.kind === 'push') this.queue.push(message.item, message.samples);
    else if (message.kind === 'end') this.queue.end(message.item);
    else this.queue.flush();
  }

  private report(place: { item: string; sample: number } | null, playing: boolean): void {
    this.reported = currentFrame;
    this.wasPlaying = playing;
    const anchor: Anchor = {
      frame: currentFrame,
      item: place?.item ?? null,
      sample: place?.sample ?? 0,
      playing,
      held: this.queue.held,
      lag: this.queue.depth.lag,
      underruns: this.queue.underruns,
    };
    this.port.postMessage(anchor);
  }
}

registerProcessor('qingzhi-playback', PlaybackProcessor);
