/** Judges replies to the question sets: right, wrong (would mislead) or missed (holds back where it could answer). */
import type { Citation } from '../../src/model/reply.ts';

export interface Expectation {
  /** Acceptable kinds of reply. */
  readonly kind: readonly string[];
  /** Groups of phrases; each group needs one of its phrases in the text. */
  readonly must?: readonly (readonly string[])[] | undefined;
  readonly mustNot?: readonly string[] | undefined;
  /** Plans that an answer has to cite. */
  readonly plans?: readonly string[] | undefined;
}

export interface Judged {
  readonly kind: string;
  readonly text: string;
  readonly citations: readonly Citation[];
}

export interface Verdict {
  readonly verdict: 'right' | 'wrong' | 'missed';
  readonly why: string;
}

const HOLDING_BACK = ['clarify', 'unknown', 'help'];
/** What one Zalo message holds. */
const JUDGED_LENGTH = 2000;

/** The verdict on one reply. */
export function judge(expect: Expectation, reply: Judged): Verdict {
  const text = squeezed(reply.text.normalize('NFC').slice(0, JUDGED_LENGTH));
  const says = (phrase: string) => text.includes(squeezed(phrase));
  if (!expect.kind.includes(reply.kind)) {
    const why = `kind ${reply.kind}, expected ${expect.kind.join('/')}`;
    return { verdict: HOLDING_BACK.includes(reply.kind) ? 'missed' : 'wrong', why };
  }
  const forbidden = (expect.mustNot ?? []).filter(says);
  if (forbidden.length > 0) return { verdict: 'wrong', why: `says ${JSON.stringify(forbidden)}` };
  const answers = reply.kind === 'answer';
  const held = answers || !expect.kind.includes('answer');
  const lacking = held ? (expect.must ?? []).filter((group) => !group.some(says)) : [];
  if (lacking.length > 0) return { verdict: answers ? 'wrong' : 'missed', why: `lacks ${JSON.stringify(lacking)}` };
  const cited = reply.citations.map((citation) => citation.plan);
  const uncited = answers ? (expect.plans ?? []).filter((plan) => !cited.includes(plan)) : [];
  if (uncited.length > 0) return { verdict: 'wrong', why: `does not cite ${uncited.join(', ')}` };
  return { verdict: 'right', why: '' };
}

function squeezed(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');
}
