import type { Lang, Session } from '@qingzhi/protocol';
import { langTag } from './catalogue.ts';
import type { ClauseCues } from './clause-cues.ts';
import type { Audience } from './conversation.ts';
import type { Emit, EndReason } from './element/events.ts';
import type { HandoverNews } from './handover.ts';
import type { Leave } from './leaving.ts';
import type { View } from './view/view.ts';

/** The notice that a figure has been made. */
const FIGURE_READY = 'figure.ready';

/** What the desk does about what comes, beyond showing it. */
export interface Showing {
  readonly emit: Emit;
  readonly cues: ClauseCues;
  lang(): Lang;
  figureReady(): void;
  settled(session: Session): void;
  /** The service has ended the visit, and `why`, in the visitor's language, as far as it said. */
  dismissed(why: string): void;
  /** The visit ends when the good-bye has been heard. */
  leave(leave: Leave): void;
  /** A person speaks now: the figure falls silent. */
  yield(): void;
  /** Somebody is here: a person's words are being read. */
  attended(): void;
}

/** Shows a conversation in a view. */
export function audienceOf(view: View, desk: Showing): Audience {
  const { log } = view;
  let noticed = '';
  return {
    asked: (text) => {
      view.talk.suggest([]);
      log.question(text);
      desk.emit('qingzhi-question', { text });
    },
    speaks: (response, lang) => log.speaks(response, langTag(lang)),
    clause: (_, clause) => desk.cues.coming(clause),
    sign: ({ clause_id: id, language, gloss }) => {
      if (gloss.length > 0) desk.emit('qingzhi-sign', { id, language, gloss });
    },
    answered: (response, text) => log.append(response, text),
    refused: (response) => log.refused(response),
    completed: (response) => {
      const answer = log.completed(response);
      if (answer !== null) desk.emit('qingzhi-answer', { response, ...answer });
    },
    showCard: (response, card) => {
      log.card(response, card);
      view.talk.suggest(card.suggestions);
      desk.emit('qingzhi-card', { response, card });
    },
    showSources: (response, citations) => log.sources(response, citations),
    showHelp: (help) => {
      log.help(help);
      view.care.showHelp(help);
    },
    stopped: (response) => log.stopped(response),
    failed: () => log.failed(),
    settled: (session) => desk.settled(session),
    notice: ({ code, message }) => {
      if (code === FIGURE_READY) desk.figureReady();
      const reason = LAST[code];
      if (reason !== undefined) desk.leave({ reason, why: reason === 'service' ? message : '' });
      if (SILENT.has(code)) return;
      noticed = message;
      view.care.notice.say(message);
    },
    dismissed: () => desk.dismissed(noticed),
  };
}

/** Notices about how the desk works, or of what the visitor did: nothing to tell the visitor. */
const SILENT: ReadonlySet<string> = new Set([FIGURE_READY, 'figure.absent', 'visit.left']);
/** Notices with which a visit is over, and who ended it. */
const LAST: Readonly<Record<string, EndReason>> = { 'visit.left': 'visitor', 'limit.over': 'service' };

/** Shows the way to a person in a view. */
export function peopleOf(view: View, desk: Showing): HandoverNews {
  return {
    stands: (state, taken) => {
      if (taken && !view.withStaff) desk.yield();
      desk.attended();
      view.care.stands(state, desk.lang());
      view.address(taken ? 'staff' : 'figure');
      desk.emit('qingzhi-handover', { state: state.state });
    },
    said: (event) => {
      desk.attended();
      view.log.said(event);
    },
    unavailable: () => view.care.unavailable(),
    unsaid: (text) => {
      view.log.untold();
      view.talk.restore(text);
      view.care.notice.tell('strip.tooFast', desk.lang());
    },
    gone: () => {
      view.care.lost();
      view.address('figure');
    },
  };
}
