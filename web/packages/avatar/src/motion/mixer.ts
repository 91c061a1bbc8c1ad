import type { LayerName } from '@qingzhi/protocol';
import { Idle } from './idle.ts';
import { type Pose, type Segment, restPose } from './segment.ts';
import { Timelines } from './timeline.ts';
import { Track } from './track.ts';

/** In the order in which they are laid over each other. */
const LAYERS: readonly LayerName[] = ['idle', 'speech', 'reaction', 'gaze'];
const CUT_FADE = 0.12;

/** Composes the layers of motion into one pose for the moment of display. */
export class Mixer {
  readonly times = new Timelines();
  readonly idle: Idle;
  private readonly tracks: ReadonlyMap<LayerName, Track>;

  constructor(idle = new Idle()) {
    this.idle = idle;
    this.tracks = new Map(LAYERS.map((layer) => [layer, new Track(this.times)]));
  }

  add(segment: Segment): void {
    this.tracks.get(segment.layer)?.add(segment);
  }

  /** The visitor said stop: whatever moves with the sound comes to rest. */
  cut(wall: number): void {
    for (const track of this.tracks.values()) track.cut(wall, CUT_FADE);
  }

  /** The pose at `wall` seconds on the page's clock. */
  at(wall: number): Pose {
    const pose = restPose();
    this.idle.apply(wall, pose);
    for (const layer of LAYERS) this.tracks.get(layer)?.apply(wall, pose);
    return pose;
  }
}
