/** The order in which kinds of answers are tried on one plan; the first that fits is the answer. */
import { asks, type Ask } from './ask.ts';
import { answerDuties, answerWho } from './answers/assignments.ts';
import { answerContact } from './answers/contacts.ts';
import { answerDeadline } from './answers/deadlines.ts';
import { answerDocument, answerPassage } from './answers/documents.ts';
import { answerLegal } from './answers/legal.ts';
import { answerSearch } from './answers/search.ts';
import { answerPeriod, answerSlogan, answerTheme } from './answers/slogans.ts';
import { answerTarget } from './answers/targets.ts';
import type { Draft } from './draft.ts';
import type { World } from './world.ts';

const ORDER: readonly ((ask: Ask, world: World) => Draft | null)[] = [
  answerLegal,
  answerDocument,
  answerTheme,
  answerSlogan,
  answerPeriod,
  answerTarget,
  answerContact,
  answerDeadline,
  answerPassage,
  answerDutiesFirst,
  answerWho,
  answerDuties,
  answerSearch,
];

/** The cues of what no plan holds: sums of money, addresses, persons, statistics, procedures. */
export const BEYOND_PLANS = ['money', 'address', 'person', 'statistic', 'procedure'];

/** What one plan answers to a question, or null when it does not say. */
export function answerFromPlan(ask: Ask, world: World): Draft | null {
  if (isBeyondPlans(ask)) return null;
  for (const answer of ORDER) {
    const draft = answer(ask, world);
    if (draft) return draft;
  }
  return null;
}

/** A named agency and "làm gì" ask for that agency's duties even where another word sounds like "ai". */
function answerDutiesFirst(ask: Ask, world: World): Draft | null {
  if (ask.reading.agencies.length === 0 || asks(ask, 'yesNo')) return null;
  const wantsWho = asks(ask, 'who', 'coordinate') && !asks(ask, 'duties');
  return wantsWho ? null : answerDuties(ask, world);
}

/** Whether a question is about what no plan holds, and about nothing else. */
function isBeyondPlans(ask: Ask): boolean {
  if (asks(ask, 'money')) return !asks(ask, 'who', 'lead', 'duties') || asks(ask, 'howMany');
  if (asks(ask, 'address')) return !asks(ask, 'funding', 'report', 'recipient', 'legal');
  if (asks(ask, 'person')) return !asks(ask, 'signer', 'lead', 'report');
  if (asks(ask, 'statistic')) return !asks(ask, 'target');
  if (!asks(ask, 'procedure') || asks(ask, 'lead', 'coordinate', 'legal')) return false;
  return !asks(ask, 'who') || ask.reading.tokens.some((token) => token.folded === 'mau');
}
