import type { Lang } from '@qingzhi/protocol';
import { make } from '../../view/dom.ts';
import type { Step } from '../state/steps.ts';
import { studioWords } from '../words.ts';

/** From here on the service checks what it has made. */
const CHECKING = 0.9;

/** How far a longer piece of work is. */
export class JobBar {
  readonly element = make('div', { class: 'job', attrs: { role: 'status' } });
  private readonly bar = make('progress', { attrs: { max: '1' } });
  private readonly text = make('span', { class: 'job__text' });

  constructor() {
    this.element.append(this.bar, this.text);
    this.hide();
  }

  show({ state, progress }: Pick<Step, 'progress' | 'state'>, checked: boolean, lang: Lang): void {
    const words = studioWords(lang);
    this.element.hidden = false;
    if (progress > 0) this.bar.value = progress;
    else this.bar.removeAttribute('value');
    const key = state === 'waiting' ? 'job.waiting' : checked && progress >= CHECKING ? 'job.checking' : 'job.making';
    this.text.textContent = progress > 0 && key === 'job.making' ? `${words[key]} ${Math.round(progress * 100)} %` : words[key];
    this.bar.setAttribute('aria-label', words[key]);
  }

  hide(): void {
    this.element.hidden = true;
  }
}
