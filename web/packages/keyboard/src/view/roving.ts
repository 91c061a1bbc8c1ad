type Step = (from: DOMRect, to: DOMRect) => number;

/** How far a button lies in the arrow's direction; not above 0: it does not. Sideways counts twice. */
const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: (from, to) => ahead(from.x - to.x, from.y - to.y, from.height),
  ArrowRight: (from, to) => ahead(to.x - from.x, from.y - to.y, from.height),
  ArrowUp: (from, to) => across(from.y - to.y, middle(from) - middle(to)),
  ArrowDown: (from, to) => across(to.y - from.y, middle(from) - middle(to)),
};

function ahead(distance: number, off: number, height: number): number {
  return Math.abs(off) < height / 2 ? distance : 0;
}

function across(distance: number, off: number): number {
  return distance <= 1 ? 0 : distance * 1000 + Math.abs(off);
}

function middle(box: DOMRect): number {
  return box.x + box.width / 2;
}

/** Gives a group of buttons one place in the tab order; arrows move inside it. */
export class Roving {
  readonly #group: HTMLElement;

  constructor(group: HTMLElement) {
    this.#group = group;
  }

  /** After the buttons changed: one of them, the current one if it is still there, takes the tab. */
  refresh(): void {
    const buttons = this.#buttons();
    if (!buttons.some((each) => each.tabIndex === 0) && buttons[0]) buttons[0].tabIndex = 0;
  }

  /** Move with an arrow key from `from`; tells whether there was a way to go. */
  move(key: string, from: HTMLElement): boolean {
    const step = STEPS[key];
    if (!step) return false;
    const here = from.getBoundingClientRect();
    let nearest: HTMLButtonElement | null = null;
    let shortest = Infinity;
    for (const each of this.#buttons()) {
      const distance = step(here, each.getBoundingClientRect());
      if (distance > 0 && distance < shortest) [nearest, shortest] = [each, distance];
    }
    if (nearest) this.#focus(nearest);
    return nearest !== null;
  }

  #focus(button: HTMLButtonElement): void {
    for (const each of this.#buttons()) each.tabIndex = each === button ? 0 : -1;
    button.focus();
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.#group.querySelectorAll('button')].filter((each) => each.offsetParent !== null);
  }
}
