import type { Surroundings } from './light/environment.ts';
import type { RigDesign } from './light/rig.ts';
import type { SceneName } from './names.ts';
import type { Development } from './plate/plate.ts';
import { classroom } from './room/classroom.ts';
import { clinic } from './room/clinic.ts';
import { hall } from './room/hall.ts';
import { office } from './room/office.ts';
import type { Room } from './room/room.ts';
import { studio } from './room/studio.ts';

/** A scene as its makers think of it: a room, how it is photographed, and the light on the figure that agrees with it. */
export interface Design {
  room: () => Room;
  development: Development;
  rig: RigDesign;
  surroundings: Surroundings;
  /** Stands in while nothing is drawn and beyond the plate's edge, sRGB. */
  background: number;
}

export const DESIGNS: Record<SceneName, Design> = {
  hall: {
    room: hall,
    development: { exposure: 1.12, veiling: 0.12, gloss: 0.7, roughness: 0.14 },
    background: 0xb9b4ac,
    rig: {
      key: { from: [1.0, 1.55, 1.5], colour: 0xfff0e0, strength: 2.5 },
      fill: { from: [-1.5, 0.25, 1.3], colour: 0xf1eeec, strength: 0.34 },
      rims: [
        { from: [1.2, 1.0, -1.6], colour: 0xeaf4ff, strength: 2.3 },
        { from: [-1.1, 1.1, -1.6], colour: 0xffdcb4, strength: 1.5 },
      ],
    },
    surroundings: {
      ceiling: 0xfff3e4, wall: 0xb8aa9a, floor: 0x8f877e, strength: 0.36,
      boxes: [
        { at: [1.5, 1.2, 1.6], size: [0.7, 0.6], colour: 0xfff2e4, strength: 12 },
        { at: [-1.9, 0.4, 1.4], size: [0.9, 1.4], colour: 0xe4edff, strength: 0.8 },
        { at: [2.4, 0.6, -1.4], size: [0.8, 2.2], colour: 0xecf6ff, strength: 2.2 },
        { at: [-2.2, 0.9, -1.6], size: [0.5, 2.0], colour: 0xffdfba, strength: 1.8 },
      ],
    },
  },
  office: {
    room: office,
    development: { exposure: 1.22, veiling: 0.12, gloss: 0.16, roughness: 0.2 },
    background: 0xc4beb4,
    rig: {
      key: { from: [-1.05, 1.5, 1.45], colour: 0xfff3e6, strength: 2.5 },
      fill: { from: [1.5, 0.2, 1.3], colour: 0xf1eeea, strength: 0.34 },
      rims: [
        { from: [-1.2, 1.0, -1.6], colour: 0xf2f7ff, strength: 2.3 },
        { from: [1.1, 1.1, -1.6], colour: 0xffd9ac, strength: 1.5 },
      ],
    },
    surroundings: {
      ceiling: 0xf6efe6, wall: 0xb5ab9f, floor: 0x8c7a68, strength: 0.36,
      boxes: [
        { at: [-1.6, 0.9, 1.5], size: [0.6, 0.75], colour: 0xfff5ea, strength: 12 },
        { at: [1.9, 0.3, 1.4], size: [0.9, 1.4], colour: 0xe8eefb, strength: 0.8 },
        { at: [-2.4, 0.5, -1.3], size: [0.9, 2.2], colour: 0xf2f8ff, strength: 2.2 },
        { at: [2.2, 0.8, -1.5], size: [0.5, 1.6], colour: 0xffd6a6, strength: 1.8 },
      ],
    },
  },
  studio: {
    room: studio,
    development: { exposure: 1.1, veiling: 0.14, gloss: 0.25, roughness: 0.3 },
    background: 0xaeb6c0,
    rig: {
      key: { from: [-1.0, 1.5, 1.5], colour: 0xfff1e4, strength: 2.5 },
      fill: { from: [1.5, 0.2, 1.3], colour: 0xeeeff2, strength: 0.34 },
      rims: [
        { from: [1.2, 1.0, -1.6], colour: 0xe4efff, strength: 2.3 },
        { from: [-1.15, 1.1, -1.6], colour: 0xffe6cc, strength: 1.5 },
      ],
    },
    surroundings: {
      ceiling: 0xe8edf5, wall: 0xa8b0bb, floor: 0x8d939c, strength: 0.36,
      boxes: [
        { at: [-1.5, 1.1, 1.7], size: [0.7, 0.6], colour: 0xfff4ea, strength: 12 },
        { at: [1.9, 0.3, 1.4], size: [0.8, 1.6], colour: 0xe2ebff, strength: 0.9 },
        { at: [2.3, 0.7, -1.4], size: [0.6, 2.2], colour: 0xe8f2ff, strength: 2.4 },
        { at: [-2.2, 0.8, -1.5], size: [0.6, 2.0], colour: 0xffe8d0, strength: 1.8 },
      ],
    },
  },  clinic: {
    room: clinic,
    development: { exposure: 1.3, veiling: 0.12, gloss: 0.3, roughness: 0.22 },
    background: 0xc3c9c5,
    rig: {
      key: { from: [1.05, 1.5, 1.45], colour: 0xfff4ea, strength: 2.5 },
      fill: { from: [-1.5, 0.25, 1.3], colour: 0xf0f1f2, strength: 0.32 },
      rims: [
        { from: [1.2, 1.0, -1.6], colour: 0xf0f8ff, strength: 2.3 },
        { from: [-1.1, 1.1, -1.6], colour: 0xffe9cf, strength: 1.4 },
      ],
    },
    surroundings: {
      ceiling: 0xfaf7f0, wall: 0xb7beb8, floor: 0x8e9693, strength: 0.36,
      boxes: [
        { at: [1.5, 1.2, 1.6], size: [0.7, 0.6], colour: 0xfff6ec, strength: 12 },
        { at: [-1.9, 0.4, 1.4], size: [0.9, 1.4], colour: 0xeef3f2, strength: 0.8 },
        { at: [2.4, 0.6, -1.4], size: [0.8, 2.2], colour: 0xf2faff, strength: 2.2 },
        { at: [-2.2, 0.9, -1.6], size: [0.5, 2.0], colour: 0xffe9cf, strength: 1.6 },
      ],
    },
  },
  classroom: {
    room: classroom,
    development: { exposure: 1.15, veiling: 0.12, gloss: 0.2, roughness: 0.2 },
    background: 0xbfb49f,
    rig: {
      key: { from: [1.05, 1.45, 1.5], colour: 0xfff1e2, strength: 2.5 },
      fill: { from: [-1.5, 0.25, 1.3], colour: 0xf2efe9, strength: 0.34 },
      rims: [
        { from: [1.25, 1.0, -1.6], colour: 0xf4f9ff, strength: 2.4 },
        { from: [-1.1, 1.1, -1.6], colour: 0xffdcb2, strength: 1.5 },
      ],
    },
    surroundings: {
      ceiling: 0xf6eee0, wall: 0xb9ab96, floor: 0x947f62, strength: 0.36,
      boxes: [
        { at: [1.5, 1.2, 1.6], size: [0.7, 0.6], colour: 0xfff3e6, strength: 12 },
        { at: [-1.9, 0.4, 1.4], size: [0.9, 1.4], colour: 0xf0eee8, strength: 0.8 },
        { at: [2.4, 0.6, -1.4], size: [0.8, 2.2], colour: 0xf4faff, strength: 2.3 },
        { at: [-2.2, 0.9, -1.6], size: [0.5, 2.0], colour: 0xffdcb2, strength: 1.7 },
      ],
    },
  },
};
