import { Idle } from './idle.ts';
import { type Pose, type Segment, restPose } from './segment.ts';
import { Timelines } from './timeline.ts';
import { Track } from './track.ts';

/** In the order in which they are laid over each other. */
const LAYERS: readonly string[] = ['idle', 'speech', 'reaction', 'gaze'];
const CUT_FADE = 0.12;

/** Composes the layers of motion into one pose for the moment of display. */
export class Mixer {
  readonly times = new Timelines();
  readonly idle: Idle;
  private readonly tracks: ReadonlyMap<string, Track>;

  constructor(idle = new Idle()) {
    this.idle = idle;
    this.tracks = new Map(LAYERS.map((layer) => [layer, new Track(this.times)]));
  }

  /** How many segments are playing or waiting for their time. */
  get pending(): number {
    return [...this.tracks.values()].reduce((all, track) => all + track.size, 0);
  }

  /** Take a segment in; one of a layer that this player doesn't know is left out. */
  add(segment: Segment): void {
    this.tracks.get(segment.layer)?.add(segment);
  }

  /** The visitor said stop: whatever moves with the sound comes to rest. */
  cut(wall: number): void {
    for (const track of this.tracks.values()) track.cut(wall, CUT_FADE);
  }

  /** Nothing of `item` will be heard any more. */
  forget(item: string): void {
    this.times.forget(item);
    for (const track of this.tracks.values()) track.forget(item);
  }

  /** The pose at `wall` seconds on the page's clock. */
  at(wall: number): Pose {
    const pose = restPose();
    this.idle.apply(wall, pose);
    for (const layer of LAYERS) this.tracks.get(layer)?.apply(wall, pose);
    return pose;
  }
}
