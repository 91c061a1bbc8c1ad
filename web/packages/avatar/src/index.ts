export type { AudioTime } from './audio/clock.ts';
export { VoicePlayer } from './audio/player.ts';
export { segmentOf } from './codec.ts';
export { Head2D } from './head2d/head2d.ts';
export { Idle } from './motion/idle.ts';
export { Mixer } from './motion/mixer.ts';
export { BONE, FACE } from './motion/names.ts';
export type { Pose, Segment } from './motion/segment.ts';
export { restPose } from './motion/segment.ts';
