import { SIZES, type Preferences } from '../preferences.ts';
import { byId } from './dom.ts';

/** Volume, mute, text size and language. `change` gets what the visitor altered. */
export class Tools {
  private readonly mute = byId('mute', HTMLButtonElement);
  private readonly volume = byId('volume', HTMLInputElement);

  constructor(
    private preferences: Preferences,
    private readonly change: (preferences: Preferences) => void,
  ) {
    this.mute.addEventListener('click', () => this.set({ muted: !this.preferences.muted }));
    this.volume.addEventListener('input', () => {
      this.set({ volume: Number(this.volume.value) / 100, muted: false });
    });
    byId('text-size', HTMLButtonElement).addEventListener('click', () => {
      this.set({ size: (this.preferences.size + 1) % SIZES });
    });
    byId('language', HTMLButtonElement).addEventListener('click', () => {
      this.set({ lang: this.preferences.lang === 'zh' ? 'en' : 'zh' });
    });
    this.show();
  }

  private set(altered: Partial<Preferences>): void {
    this.preferences = { ...this.preferences, ...altered };
    this.show();
    this.change(this.preferences);
  }

  private show(): void {
    const { muted, volume, size } = this.preferences;
    this.mute.setAttribute('aria-pressed', String(muted));
    this.volume.value = String(Math.round(volume * 100));
    document.documentElement.dataset['size'] = String(size);
  }
}
