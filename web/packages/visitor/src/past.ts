import type { Past as PastInfo } from '@qingzhi/protocol';

/** Where the numbers are kept; `localStorage` has what is asked. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface Sum extends Required<PastInfo> {
  readonly today: number;
}

interface Day {
  readonly visits: number;
  readonly minutes: number;
  readonly late: number;
}

const KEY = 'qingzhi.past';
const DAYS = 7;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** From this hour on a visit is late, */
const EVENING = 23;
/** and before this one. */
const MORNING = 5;
const NO_DAY: Day = { visits: 0, minutes: 0, late: 0 };
const DATE = /^\d{4}-\d\d-\d\d$/;

/**
 * How often, how long and how late this browser has visited in the last seven days: three numbers
 * a day, and nothing else. A visit counts from its first question.
 */
export class PastVisits {
  private begun: Date | null = null;
  private counted = false;

  constructor(
    private readonly shelf: () => Shelf = () => localStorage,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** All that came before this visit; `today` are the minutes of this day. */
  before(): Sum {
    const days = Object.values(this.days());
    const sum = (of: keyof Day): number => days.reduce((all, day) => all + day[of], 0);
    const today = this.days()[dateOf(this.now())]?.minutes ?? 0;
    return { visits: sum('visits'), minutes: tenths(sum('minutes')), late: sum('late'), today: tenths(today) };
  }

  begin(): void {
    this.begun = this.now();
    this.counted = false;
  }

  /** The visitor asked something. */
  asked(): void {
    if (this.begun === null || this.counted) return;
    this.counted = true;
    this.add(this.begun, { visits: 1, minutes: 0, late: isLate(this.begun) ? 1 : 0 });
  }

  /** Note how long the visit has lasted; what follows is noted the next time. */
  pause(): void {
    if (this.begun === null || !this.counted) return;
    const now = this.now();
    this.add(this.begun, { visits: 0, minutes: Math.max(0, now.getTime() - this.begun.getTime()) / MINUTE_MS, late: 0 });
    this.begun = now;
  }

  end(): void {
    this.pause();
    this.begun = null;
  }

  forget(): void {
    this.begun = null;
    try {
      this.shelf().removeItem(KEY);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  private add(at: Date, more: Day): void {
    const days = this.days();
    const name = dateOf(at);
    const day = days[name] ?? NO_DAY;
    days[name] = { visits: day.visits + more.visits, minutes: day.minutes + more.minutes, late: day.late + more.late };
    try {
      this.shelf().setItem(KEY, JSON.stringify(days));
    } catch {
      // A browser that keeps nothing (private mode) is no reason to stop.
    }
  }

  /** The days that still count; whatever else lies there is passed over. */
  private days(): Record<string, Day> {
    const oldest = dateOf(new Date(this.now().getTime() - (DAYS - 1) * DAY_MS));
    const kept = Object.entries(this.read()).filter(([name]) => DATE.test(name) && name >= oldest);
    return Object.fromEntries(kept.map(([name, day]) => [name, dayOf(day)]));
  }

  private read(): object {
    try {
      const value: unknown = JSON.parse(this.shelf().getItem(KEY) ?? '{}');
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      return {};
    }
  }
}

function dayOf(value: unknown): Day {
  const of = (name: keyof Day, most: number): number => {
    const number: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : 0;
    return typeof number === 'number' && number >= 0 && number <= most ? number : 0;
  };
  return { visits: of('visits', 1000), minutes: of('minutes', 24 * 60), late: of('late', 1000) };
}

function tenths(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}

function isLate(at: Date): boolean {
  return at.getHours() >= EVENING || at.getHours() < MORNING;
}

/** The day by the visitor's own clock. */
function dateOf(at: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
