import type { Audience } from './company.ts';
import type { Preferences } from './preferences.ts';

/** What of the system's wishes the visitor has not overruled. */
export interface Effective {
  readonly contrast: boolean;
  readonly calm: boolean;
}

/** Text size, contrast and motion on the component's root; follows the system while it runs. */
export class Display {
  private readonly contrast = matchMedia('(prefers-contrast: more)');
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)');
  private readonly renew = (): void => this.changed();

  /** `changed` is called when the system's wishes change. */
  constructor(
    private readonly root: HTMLElement,
    private readonly changed: () => void,
  ) {
    for (const query of [this.contrast, this.calm]) query.addEventListener('change', this.renew);
  }

  effective({ contrast, calm }: Preferences): Effective {
    return { contrast: contrast ?? this.contrast.matches, calm: calm ?? this.calm.matches };
  }

  /** `audience`: whom the figure speaks with, as the service has it. */
  apply(preferences: Preferences, audience: Audience): void {
    const { contrast, calm } = this.effective(preferences);
    this.root.dataset['size'] = String(preferences.size);
    this.root.dataset['captions'] = String(preferences.captions);
    this.root.dataset['audience'] = audience;
    this.root.dataset['contrast'] = contrast ? 'more' : 'normal';
    this.root.dataset['motion'] = calm ? 'less' : 'normal';
  }

  close(): void {
    for (const query of [this.contrast, this.calm]) query.removeEventListener('change', this.renew);
  }
}
