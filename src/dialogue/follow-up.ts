/** Questions that lean on what was said before: "còn cả năm thì sao?", "thế ở Bình Phước?", "ai phối hợp?", "số 12?". */
import type { Conversation, Focus } from '../model/conversation.ts';
import { plainText } from '../knowledge/source-text.ts';
import { readText, type Reading } from './reading.ts';
import type { World } from './world.ts';

export interface Leaning {
  readonly reading: Reading;
  /** What it leans on, or null for a question that stands by itself. */
  readonly focus: Focus | null;
}

const INTENTS =
  'who lead coordinate duties when time recipient via sender daysLeft late upcoming howMany count whichNumber theme slogan target contact legal signer docNumber docDate issuer funding goal implementedBy list next previous compare makePlan report'.split(
    ' ',
  );
const CARRIED = 'report target slogan theme actionMonth makePlan legal plan contact'.split(' ');
const PERIODS = ['halfYear', 'year', 'actionMonth', 'makePlan'];

/** Completes a question from the conversation where it leans on it. */
export function lean(reading: Reading, conversation: Conversation, world: World): Leaning {
  const { focus } = conversation;
  if (!focus || !leans(reading)) return { reading, focus: null };
  const last = readText(focus.question, world);
  if (
    reading.cues.has('anaphora') &&
    reading.agencies.length === 0 &&
    focus.agencies.length > 0 &&
    reading.cues.has('duties')
  ) {
    return { reading: { ...reading, agencies: focus.agencies }, focus };
  }
  const hasIntent = INTENTS.some((cue) => reading.cues.has(cue));
  const hasContent = reading.terms.length > 0;
  const named = reading.agencies.length > 0;
  if (reading.ordinals.length > 0) return { reading: { ...reading, cues: union(reading.cues, carried(last)) }, focus };
  if (!hasIntent && !hasContent && !named) return { reading: onlyPlaceOrPeriod(reading, last), focus };
  if (!hasIntent && !hasContent) return { reading: { ...reading, cues: union(reading.cues, ['duties']) }, focus };
  if (hasIntent && !hasContent && !named) return { reading: withContent(reading, last, focus, world), focus };
  if (!hasIntent) return { reading: withIntent(reading, last), focus };
  return { reading, focus };
}

function leans(reading: Reading): boolean {
  const opening = reading.tokens.slice(0, 3).map((token) => token.folded);
  const opens =
    ['con', 'the', 'vay', 'roi', 'thi', 'ua'].includes(opening[0] ?? '') ||
    (opening[0] === 'da' && ['con', 'the', 'vay'].includes(opening[1] ?? ''));
  const closes = reading.tokens
    .map((token) => token.folded)
    .join(' ')
    .includes('thi sao');
  return (
    reading.tokens.length <= 8 || ((opens || closes || reading.cues.has('anaphora')) && reading.tokens.length <= 14)
  );
}

function onlyPlaceOrPeriod(reading: Reading, last: Reading): Reading {
  const kept = PERIODS.some((cue) => reading.cues.has(cue))
    ? [...last.cues].filter((cue) => !PERIODS.includes(cue))
    : [...last.cues];
  return {
    ...last,
    tokens: [...withoutPeriods(reading, last), ...reading.tokens],
    cues: union(reading.cues, kept),
    places: reading.places,
    years: reading.years.length > 0 ? reading.years : last.years,
  };
}

/** Words of the former question, less its period where the new one names another. */
function withoutPeriods(reading: Reading, last: Reading): Reading['tokens'] {
  if (!PERIODS.some((cue) => reading.cues.has(cue))) return last.tokens;
  return last.tokens.filter((token) => !['6', 'thang', 'ca', 'nam', 'cuoi', 'giua'].includes(token.folded));
}

function withContent(reading: Reading, last: Reading, focus: Focus, world: World): Reading {
  return {
    ...reading,
    agencies: [],
    terms: contentOf(focus, reading, world) ?? last.terms,
    cues: union(reading.cues, carried(last)),
    tokens: PERIODS.some((cue) => reading.cues.has(cue)) ? reading.tokens : [...last.tokens, ...reading.tokens],
  };
}

/** Where the year or place changes, the words of the fact itself find its counterpart. */
function contentOf(focus: Focus, reading: Reading, world: World): Reading['terms'] | null {
  if (focus.topic !== 'target' || (reading.years.length === 0 && reading.places.length === 0)) return null;
  for (const plan of focus.plans) {
    const fact = world.index.factsOf(plan).find((each) => 'id' in each.data && each.data.id === focus.factId);
    if (fact) return readText(plainText(fact.quote), world).terms;
  }
  return null;
}

function withIntent(reading: Reading, last: Reading): Reading {
  const known = new Set(reading.terms.map((term) => term.words.map((word) => word.folded).join(' ')));
  const context = last.terms
    .filter((term) => !known.has(term.words.map((word) => word.folded).join(' ')))
    .map((term) => ({ ...term, weight: 0.3 }));
  return {
    ...reading,
    cues: union(
      reading.cues,
      [...last.cues].filter((cue) => !PERIODS.includes(cue)),
    ),
    terms: [...reading.terms, ...context],
  };
}

function carried(last: Reading): string[] {
  return CARRIED.filter((cue) => last.cues.has(cue));
}

function union(first: Iterable<string>, second: Iterable<string>): Set<string> {
  return new Set([...first, ...second]);
}
