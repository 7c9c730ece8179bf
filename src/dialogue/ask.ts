/** One question put to one plan. */
import type { Plan } from '../knowledge/schema.ts';
import type { Focus } from '../model/conversation.ts';
import type { Reading } from './reading.ts';

export interface Ask {
  readonly plan: Plan;
  readonly reading: Reading;
  /** Today in Vietnam, ISO date. */
  readonly today: string;
  /** What the conversation was about, when the question leans on it. */
  readonly focus: Focus | null;
  /** The question says nothing of its own content and leans wholly on the focus. */
  readonly bare: boolean;
}

/** Whether the question has one of the cues. */
export function asks(ask: Ask, ...cues: readonly string[]): boolean {
  return cues.some((cue) => ask.reading.cues.has(cue));
}

/** The question's words, folded, for patterns over several of them. */
export function spoken(ask: Ask): string {
  return ask.reading.tokens.map((token) => token.folded).join(' ');
}
