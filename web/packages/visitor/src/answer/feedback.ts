import type { ClientEvent } from '@qingzhi/protocol';

type Feedback = Extract<ClientEvent, { readonly type: 'response.feedback' }>;
export type Rating = Feedback['rating'];
export type Reason = NonNullable<Feedback['reason']>;

/** In the order in which they are offered. There is no free text: no visitor's words are stored. */
export const REASONS = [
  'not_understood',
  'wrong',
  'incomplete',
  'unclear',
  'too_long',
  'outdated',
  'impolite',
  'other',
] as const satisfies readonly Reason[];
