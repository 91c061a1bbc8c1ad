/** How much of the component is shown, and where it stands. */
export const MODES = ['page', 'kiosk', 'figure', 'compact'] as const;
export type Mode = (typeof MODES)[number];

/** `auto`: in 3D where it can be shown; `3d`: in 3D, however slow; `drawn`: the drawn head; `none`: words and voice only. */
export const FIGURES = ['auto', '3d', 'drawn', 'none'] as const;
export type FigureChoice = (typeof FIGURES)[number];

export const SCENES = ['hall', 'office', 'studio', 'clinic', 'classroom'] as const;
export type SceneChoice = (typeof SCENES)[number];

export interface Options {
  /** Where the service answers; ends with a slash. */
  readonly server: URL;
  readonly service: string;
  readonly mode: Mode;
  readonly figure: FigureChoice;
  readonly scene: SceneChoice | null;
  /** Seconds without a visitor after which a kiosk asks whether anybody is there. */
  readonly idleSeconds: number;
  /** Whose help lines are named; `null`: as the service says. */
  readonly region: string | null;
}

const LEAST_IDLE = 10;
const MOST_IDLE = 3600;
const IDLE = 60;

/** Read the attributes; what makes no sense falls back to its default. `home`: the component's own server. */
export function readOptions(attribute: (name: string) => string | null, home: URL): Options {
  return {
    server: serverOf(attribute('server'), home),
    service: attribute('service') || 'qingzhi',
    mode: oneOf(MODES, attribute('mode')) ?? 'page',
    figure: oneOf(FIGURES, attribute('figure')) ?? 'auto',
    scene: oneOf(SCENES, attribute('scene')),
    idleSeconds: seconds(attribute('idle-seconds')),
    region: regionOf(attribute('region')),
  };
}

/** ISO 3166-1 alpha-2, or INTL. */
function regionOf(text: string | null): string | null {
  const region = text?.trim().toUpperCase() ?? '';
  return /^[A-Z]{2,4}$/.test(region) ? region : null;
}

export function oneOf<T extends string>(known: readonly T[], value: unknown): T | null {
  return known.find((one) => one === value) ?? null;
}

/** Only web addresses: another scheme in the attribute must not become a connection. */
function serverOf(text: string | null, home: URL): URL {
  if (text === null || text.trim() === '' || !URL.canParse(text, home)) return home;
  const url = new URL(text, home);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return home;
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function seconds(text: string | null): number {
  const value = Number(text ?? '');
  if (text === null || text.trim() === '' || Number.isNaN(value)) return IDLE;
  return Math.min(MOST_IDLE, Math.max(LEAST_IDLE, value));
}
