/** What can be chosen of a figure, in the order in which the page shows it. */

interface Common {
  /** Where it stands in a specification. */
  readonly path: string;
  /** The name of its message, where the path alone doesn't tell. */
  readonly label?: string;
}

export interface SlideField extends Common {
  readonly kind: 'slide';
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** Where it stands when nothing was said. */
  readonly rest: number;
  readonly unit?: 'cm' | 'kg' | 'years';
  /** May be left to the maker. */
  readonly open?: boolean;
  /** Further places that take the same value, and places that are left to the maker then. */
  readonly also?: readonly string[];
  readonly clears?: string;
}

export interface ChoiceField extends Common {
  readonly kind: 'choice' | 'many';
}

export interface ColourField extends Common {
  readonly kind: 'colour';
  readonly swatches: readonly string[];
  readonly open?: boolean;
}

export interface TextField extends Common {
  readonly kind: 'text';
}

export type Field = ChoiceField | ColourField | SlideField | TextField;

export interface Part {
  /** The name of its message, after `part.` */
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Group {
  /** The name of its message, after `group.`, and of its drawing. */
  readonly name: string;
  readonly parts: readonly Part[];
  /** From where it is looked at. */
  readonly view: 'bust' | 'face' | 'full';
}

function shape(...names: readonly string[]): Field[] {
  return names.map((name) => ({ kind: 'slide', path: `face.${name}`, least: -1, most: 1, step: 0.05, rest: 0 }));
}

function amount(path: string, rest: number, more: Partial<SlideField> = {}): SlideField {
  return { kind: 'slide', path, least: 0, most: 1, step: 0.05, rest, ...more };
}

function slide(path: string, [least, most, step, rest]: readonly [number, number, number, number], more: Partial<SlideField> = {}): SlideField {
  return { kind: 'slide', path, least, most, step, rest, ...more };
}

function choice(path: string): ChoiceField {
  return { kind: 'choice', path };
}

function colour(path: string, swatches: readonly string[], open = false): ColourField {
  return { kind: 'colour', path, swatches, open };
}

const HAIR = ['#0f0c0b', '#1d1512', '#2c1f18', '#4a3222', '#6d4a2e', '#a07a4a', '#7a3f22', '#8f8d8a', '#d8d5d0'];
const IRIS = ['#24160f', '#40281b', '#553623', '#6a4a2c', '#5d6b4a', '#5b7a94', '#76838a'];
const LIPS = ['#c46a65', '#b9575a', '#c97c70', '#a94a50', '#c86d68', '#8f3b42'];
const COATS = ['#222b40', '#2b2d33', '#35302f', '#1f3a3a', '#3b2433', '#4b4f58', '#5a1f2a', '#e8e9ea', '#6d5a4c'];
const SHIRTS = ['#dde0e7', '#e9e6df', '#cfdbe8', '#e8d9d6', '#d9e3d8', '#b9cde4', '#2b2d33'];
const TROUSERS = ['#20293d', '#2b2d33', '#33353a', '#2e4263', '#1c2536', '#4b4338', '#e8e9ea'];
const SHOES = ['#14120f', '#3a2a22', '#3a3f45', '#d4d2cb', '#6b4a34'];
const ACCENTS = ['#185a52', '#8a2f38', '#2f4f86', '#c9a23a', '#5a4a7c', '#b56a7c'];
const FRAMES = ['#1b1a1c', '#3a2a22', '#6b6a68', '#8a6a34'];

export const GROUPS: readonly Group[] = [
  {
    name: 'person',
    view: 'bust',
    parts: [
      { name: 'identity', fields: [{ kind: 'text', path: 'name' }, choice('gender'), slide('age', [3, 90, 1, 30], { unit: 'years' })] },
      { name: 'ancestry', fields: [amount('ancestry.asian', 1), amount('ancestry.caucasian', 0), amount('ancestry.african', 0)] },
      {
        name: 'rest',
        fields: [
          slide('rest.mouthSmileLeft', [0, 0.5, 0.02, 0], { also: ['rest.mouthSmileRight'], label: 'rest.smile' }),
          slide('rest.cheekSquintLeft', [0, 0.5, 0.02, 0], { also: ['rest.cheekSquintRight'], label: 'rest.cheeks' }),
          slide('rest.browOuterUpLeft', [0, 0.5, 0.02, 0], { also: ['rest.browOuterUpRight'], label: 'rest.brows' }),
          slide('rest.mouthPressLeft', [0, 0.5, 0.02, 0], { also: ['rest.mouthPressRight'], label: 'rest.press' }),
        ],
      },
    ],
  },
  {
    name: 'body',
    view: 'full',
    parts: [
      {
        name: 'build',
        fields: [
          slide('height_cm', [75, 215, 1, 165], { unit: 'cm' }),
          slide('weight_kg', [8, 200, 0.5, 60], { unit: 'kg', open: true }),
          amount('weight', 0.5, { clears: 'weight_kg' }),
          amount('muscle', 0.5),
        ],
      },
      { name: 'torso', fields: shape('shoulder-width', 'torso-width', 'torso-depth', 'torso-v', 'bust', 'waist', 'stomach', 'hips') },
      { name: 'neck', fields: shape('neck-length', 'neck-width', 'neck-depth', 'neck-nape', 'adams-apple') },
    ],
  },
  {
    name: 'face',
    view: 'face',
    parts: [
      { name: 'head', fields: shape('head-width', 'head-height', 'head-size', 'head-fat', 'head-oval', 'head-round', 'head-square', 'head-rectangular', 'head-diamond', 'head-taper', 'head-depth', 'skull-width', 'head-age') },
      { name: 'nose', fields: shape('nose-width', 'nose-length', 'nose-bridge', 'nose-tip', 'nose-depth', 'nose-volume', 'nose-wings', 'nostrils-width', 'nose-point-width', 'nose-point-height', 'nose-hump', 'nose-curve', 'nose-base', 'nose-base-height', 'nose-flaring') },
      { name: 'mouth', fields: shape('mouth-width', 'mouth-height', 'mouth-angles', 'upper-lip-full', 'lower-lip-full', 'upper-lip-height', 'lower-lip-height', 'upper-lip-volume', 'lower-lip-volume', 'cupids-bow', 'lips-forward', 'lips-height', 'laugh-lines') },
      { name: 'chin', fields: shape('jaw-angle', 'jaw-line', 'jaw-drop', 'chin-width', 'chin-height', 'chin-forward', 'chin-sides', 'chin-drop', 'chin-prominence', 'chin-bones', 'chin-cleft', 'double-chin') },
      { name: 'cheeks', fields: shape('cheek-volume', 'cheek-front', 'cheek-hollow', 'cheekbone-width', 'cheek-bones', 'cheek-inner') },
      { name: 'forehead', fields: shape('forehead-height', 'forehead-round', 'forehead-temple', 'temple-width', 'brow-ridge') },
      { name: 'ears', fields: shape('ear-size', 'ear-wing', 'ear-round', 'ear-lobe', 'lobe-in') },
    ],
  },
  {
    name: 'skin',
    view: 'face',
    parts: [
      { name: 'colour', fields: [colour('skin.tone', []), amount('skin.blush', 0.45)] },
      { name: 'surface', fields: [amount('skin.freckles', 0), amount('skin.lines', 0.3, { open: true }), amount('skin.spots', 0.2, { open: true })] },
    ],
  },
  {
    name: 'eyes',
    view: 'face',
    parts: [
      { name: 'colour', fields: [colour('eyes.iris', IRIS), colour('eyes.sclera', ['#e6dfdb', '#dcd5d0', '#d9cdb8'])] },
      { name: 'shape', fields: [amount('eyes.crease', 0.55), ...shape('eye-size', 'eye-opening', 'eye-width', 'eye-distance', 'eye-outer-height', 'eye-inner-height', 'eye-bag', 'eye-fold', 'eye-fold-shape', 'epicanthus')] },
    ],
  },
  {
    name: 'brows',
    view: 'face',
    parts: [
      { name: 'shape', fields: [slide('brows.thickness', [-1, 1, 0.05, 0]), slide('brows.arch', [-1, 1, 0.05, 0]), amount('brows.density', 0.75), ...shape('brow-angle', 'brow-height')] },
      { name: 'colour', fields: [colour('skin.brows', HAIR.slice(0, 6), true)] },
    ],
  },
  { name: 'hair', view: 'bust', parts: [{ name: 'style', fields: [choice('hair.style')] }, { name: 'colour', fields: [colour('hair.colour', HAIR), amount('hair.grey', 0)] }] },
  { name: 'makeup', view: 'face', parts: [{ name: 'eyemakeup', fields: [amount('skin.make_up', 0)] }, { name: 'lipstick', fields: [colour('skin.lips', LIPS, true)] }] },
  {
    name: 'worn',
    view: 'face',
    parts: [
      { name: 'glasses', fields: [choice('glasses.frame'), colour('glasses.colour', FRAMES), amount('glasses.tint', 0)] },
      { name: 'beard', fields: [choice('beard.style'), amount('beard.density', 0.7), colour('beard.colour', HAIR.slice(0, 8), true)] },
    ],
  },
  {
    name: 'clothes',
    view: 'full',
    parts: [
      { name: 'outfit', fields: [choice('garment.style')] },
      { name: 'colours', fields: [colour('garment.coat', COATS), colour('garment.shirt', SHIRTS), colour('garment.trousers', TROUSERS), colour('garment.shoes', SHOES), colour('garment.accent', ACCENTS)] },
    ],
  },
  { name: 'accessories', view: 'bust', parts: [{ name: 'items', fields: [{ kind: 'many', path: 'accessories' }] }] },
  { name: 'scene', view: 'full', parts: [{ name: 'room', fields: [choice('scene')] }] },
];
