import type { HumanEvents } from './element/events.ts';

/** How a page asks in its visitor's place, and hears what comes of it. */
const SHOWN = ['qingzhi-ready', 'qingzhi-state', 'qingzhi-question', 'qingzhi-answer', 'qingzhi-end'] as const satisfies readonly (keyof HumanEvents)[];

const human = document.querySelector('qingzhi-human');
const events = document.getElementById('events');

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-ask]')) {
  button.addEventListener('click', () => human?.ask(button.dataset['ask'] ?? ''));
}
for (const name of SHOWN) {
  human?.addEventListener(name, ({ detail }) => {
    const line = document.createElement('p');
    line.textContent = `${name} ${JSON.stringify(detail)}`;
    events?.prepend(line);
  });
}
