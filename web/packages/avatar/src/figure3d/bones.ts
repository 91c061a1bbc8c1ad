import { VRMHumanoid, type VRMHumanBones } from '@pixiv/three-vrm';
import type { Object3D } from 'three';
import { BONES } from '../motion/names.ts';

/** Joints that a figure may have over those that motion moves. */
const OWN = [...BONES, 'leftEye', 'rightEye', 'jaw'] as const;
export type JointName = (typeof OWN)[number];

/** A figure without these can't be posed: the bones that VRM 1.0 requires. */
const NEEDED: readonly JointName[] = [
  'hips',
  'spine',
  'head',
  'leftUpperArm',
  'leftLowerArm',
  'leftHand',
  'rightUpperArm',
  'rightLowerArm',
  'rightHand',
];

/** What the trunk's and the limbs' bones are called in rigs of the Mixamo kind, side left out. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  hips: 'hips',
  spine: 'spine',
  spine1: 'chest',
  spine2: 'upperChest',
  neck: 'neck',
  head: 'head',
  upleg: 'UpperLeg',
  leg: 'LowerLeg',
  foot: 'Foot',
  toebase: 'Toes',
  shoulder: 'Shoulder',
  arm: 'UpperArm',
  forearm: 'LowerArm',
  hand: 'Hand',
  eye: 'Eye',
};
const FINGER = /^hand(thumb|index|middle|ring|pinky|little)([123])$/;
const PHALANGES = ['Proximal', 'Intermediate', 'Distal'];
const THUMB = ['Metacarpal', 'Proximal', 'Distal'];
const BY_LOWER: ReadonlyMap<string, JointName> = new Map(OWN.map((name) => [name.toLowerCase(), name]));

/** A humanoid found by the names of its nodes, for files that don't say which bone is which. */
export function humanoidByName(root: Object3D): VRMHumanoid | null {
  const found: Partial<Record<JointName, { node: Object3D }>> = {};
  root.traverse((node) => {
    const joint = jointOf(node.name);
    if (joint !== null) found[joint] ??= { node };
  });
  if (NEEDED.some((name) => found[name] === undefined)) return null;
  return new VRMHumanoid(found as VRMHumanBones);
}

/** The humanoid joint that a node called `name` stands for. */
export function jointOf(name: string): JointName | null {
  const plain = name.slice(name.lastIndexOf(':') + 1).replace(/^mixamorig\d*/i, '').replaceAll('_', '').toLowerCase();
  const named = BY_LOWER.get(plain);
  if (named !== undefined) return named;
  const side = /^(left|right)/.exec(plain)?.[1] ?? '';
  const part = plain.slice(side.length);
  return BY_LOWER.get(`${side}${(fingerOf(part) ?? ELSEWHERE[part] ?? '?').toLowerCase()}`) ?? null;
}

function fingerOf(part: string): string | null {
  const match = FINGER.exec(part);
  if (match === null) return null;
  const finger = match[1] === 'pinky' ? 'little' : (match[1] ?? '');
  const names = finger === 'thumb' ? THUMB : PHALANGES;
  return `${finger}${names[Number(match[2]) - 1] ?? ''}`;
}
