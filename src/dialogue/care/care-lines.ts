/** What is said to one reader, in the language and the words that reader needs. */
import type { Care, CareCard, FollowUp } from '../../knowledge/care-schema.ts';
import type { Care as CareState } from '../../model/conversation.ts';

/** Whom a line is for; where there is none for an official, the one for adults is. */
export type Voice = 'child' | 'adult' | 'en';
type Situation = Pick<CareState, 'card' | 'now' | 'reader' | 'english'>;

/** The number of the national line: it leads every card without danger. */
const HELPLINE = '111';
const POLICE = '113';
/** Lines of an answer that fit into a card. */
const MOST_ANSWERED = 2;

export function voiceOf({ reader, english }: Situation): Voice {
  if (english) return 'en';
  return reader === 'child' ? 'child' : 'adult';
}

/**
 * The card of a category where the words of the message bear it out, else the first that they do, else the general
 * one: advice on the wrong matter is worse than general advice.
 */
export function cardFor(category: string, borneOut: ReadonlySet<string>, care: Care): CareCard {
  const fits = ({ id, words }: CareCard) => words === undefined || borneOut.has(id);
  const own = care.cards.find((card) => card.categories.includes(category));
  if (own && fits(own)) return own;
  return care.cards.find(({ id }) => borneOut.has(id)) ?? generalCard(care);
}

/** The card for anything. */
export function generalCard(care: Care): CareCard {
  return care.cards.find((card) => card.categories.includes('none')) ?? care.cards[0]!;
}

/** The whole card: numbers first, each alone on its line; without danger also what was asked in the same breath. */
export function cardLines(card: CareCard, situation: Situation, care: Care, asked: FollowUp | null = null): string[] {
  const voice = voiceOf(situation);
  const { common } = care;
  const numbers = situation.now ? card.numbers : [HELPLINE];
  const official = situation.reader === 'official' && !situation.english;
  const duty = official ? care.official[situation.now ? 'now' : 'told'] : [];
  const body = situation.now
    ? [...card.now[voice], ...duty, common.call[voice]]
    : [
        common.call[voice],
        ...answerTo(asked, situation).slice(0, MOST_ANSWERED),
        ...card.told[voice],
        common.danger[voice],
        ...duty,
        common.second[voice],
      ];
  // In danger every line too many is read instead of calling.
  const close = [common.automatic[voice], ...(situation.now ? [] : [common.privacy[voice]])];
  return [...numbers, ...body, ...(official ? [] : [common.warm[voice]]), ...close];
}

/** A reply to what is said after a card. */
export function followLines(entry: FollowUp, situation: Situation, care: Care): string[] {
  const lines = answerTo(entry, situation);
  if (entry.plain) return [...lines];
  return [...numbersAgain(situation, care), ...lines, ...(entry.calm ? [] : dangerAgain(situation, lines, care))];
}

function answerTo(entry: FollowUp | null, situation: Situation): readonly string[] {
  const official = situation.reader === 'official' && !situation.english ? entry?.official : undefined;
  return official ?? entry?.[voiceOf(situation)] ?? entry?.adult ?? entry?.child ?? [];
}

/** What is said where nothing in particular is understood. */
export function otherwiseLines(situation: Situation, care: Care): string[] {
  const voice = voiceOf(situation);
  const lines = care.otherwise[situation.now ? 'now' : 'told'][voice];
  return [...numbersAgain(situation, care), ...lines, ...dangerAgain(situation, lines, care)];
}

/** The numbers that lead every reply after a card. */
export function numbersAgain(situation: Pick<Situation, 'card' | 'now'> | undefined, care: Care): string[] {
  const card = situation?.now ? care.cards.find((one) => one.id === situation.card) : undefined;
  return card ? [...card.numbers] : [HELPLINE];
}

function dangerAgain(situation: Situation, lines: readonly string[], care: Care): string[] {
  if (situation.now || lines.some((line) => line.includes(POLICE))) return [];
  return [care.common.danger[voiceOf(situation)]];
}
