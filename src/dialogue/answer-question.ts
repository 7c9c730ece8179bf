/** Answers one question: which plans, what each says, and whether to answer, ask back or admit not to know. */
import type { Conversation, Focus } from '../model/conversation.ts';
import type { Message } from '../model/message.ts';
import { textReply, type Reply } from '../model/reply.ts';
import type { Plan } from '../knowledge/schema.ts';
import type { Term } from '../knowledge/index.ts';
import { tokenize } from '../text/tokens.ts';
import { vietnamDay } from '../text/dates.ts';
import { chargedIn } from './agency-match.ts';
import { answerFromPlan } from './answer-plan.ts';
import type { Decision } from './decision.ts';
import { say } from './draft.ts';
import { lean } from './follow-up.ts';
import { choosePlans, type PlanChoice } from './plan-choice.ts';
import { readText, type Reading } from './reading.ts';
import { areOfOnePlace, preferNamed, type Candidate } from './rival-plans.ts';
import { unknownReply } from './unknown.ts';
import type { World } from './world.ts';

/** How much better one plan's answer must be than the next to be given without asking for the place. */
const CLEAR_LEAD = 0.12;
/** Plans of one place hold side by side: what one of them says as well is left out only where it is far off. */
const CLEAR_LEAD_WITHIN = 0.4;

/** Plans of one place that are answered from side by side. */
const MOST_SIDE_BY_SIDE = 3;

const LINES_IN_SHORT = 4;
/** So much of a line tells that it names a source. */
const SOURCE_OPENING = 8;

/** So many plans are each asked; of more, only those whose words the question has. */
const ASKED_AT_ONCE = 24;
const MOST_CHOICES = 9;

/** The reply to one question and what is remembered of it. */
export function answerQuestion(message: Message, conversation: Conversation, world: World): Decision {
  const own = readText(message.text, world);
  const leaning = lean(own, conversation, world);
  const { reading } = leaning;
  const choice = choosePlans(reading, conversation, message, world);
  const remembered = remember(own, choice, conversation);
  if (choice.kind !== 'plans') {
    const focus: Focus = { topic: 'search', plans: [], agencies: [], question: message.text.slice(0, 600) };
    return { reply: unknownReply(choice, reading, message, world), conversation: { ...remembered, focus } };
  }
  const plans = shortlist(widen(choice.plans, reading, world), reading, world);
  const today = vietnamDay(message.now);
  const answered = (among: readonly Plan[]) =>
    among.flatMap((plan): Candidate[] => {
      const draft = answerFromPlan(
        {
          plan,
          reading: within(plan, reading),
          today,
          focus: leaning.focus,
          bare: leaning.focus !== null && own.terms.length === 0,
        },
        world,
      );
      return draft ? [{ plan, draft }] : [];
    });
  const first = answered(plans);
  const older = shortlist(
    [...world.plans.values()].filter((plan) => !plans.includes(plan)),
    reading,
    world,
  );
  const candidates = preferCharged(
    first.length === 0 && !choice.placeKnown && reading.years.length === 0 && reading.agencies.length > 0
      ? answered(older)
      : first,
    reading,
    world,
  );
  const compared =
    reading.years.length > 1 ||
    (new Set(plans.map((plan) => plan.place)).size > 1 && reading.places.length > 1) ||
    (reading.cues.has('compare') && plans.length > 1 && choice.placeKnown);
  const chosen = compared ? candidates : narrow(preferNamed(candidates, reading, world));
  if (chosen.length === 0) return { reply: unknownReply(choice, reading, message, world), conversation: remembered };
  const differ = chosen.length > 1 && !compared && !agree(chosen);
  const sideBySide = compared || (differ && areOfOnePlace(chosen));
  if (differ && !sideBySide) return clarify(chosen, message, remembered, world);
  const focus: Focus = {
    ...chosen[0]!.draft.focus,
    question: focusQuestion(message, own, conversation, leaning.focus),
  };
  return {
    reply: toReply(chosen, sideBySide, message, world),
    conversation: { ...remembered, focus },
    confidence: chosen[0]!.draft.confidence,
  };
}

/** Of a country's plans, those that the question's words are found in; a few are all asked. */
function shortlist(plans: readonly Plan[], reading: Reading, world: World): readonly Plan[] {
  if (plans.length <= ASKED_AT_ONCE) return plans;
  const possible = new Set(plans);
  const hits = world.index.search(reading.terms, null, (fact) => possible.has(fact.plan), 200);
  return [...new Set(hits.map((hit) => hit.fact.plan))].slice(0, ASKED_AT_ONCE);
}

/** Words of a plan's own title say little about what in it is asked for. */
function within(plan: Plan, reading: Reading): Reading {
  const title = new Set(tokenize(plan.document.title.value ?? '').map((token) => token.folded));
  const light = (term: Term) => term.words.every((word) => title.has(word.folded));
  if (reading.terms.every(light)) return reading;
  return {
    ...reading,
    terms: reading.terms.map((term) => (light(term) ? { ...term, weight: term.weight * 0.3 } : term)),
  };
}

/** A comparison with another year takes in every plan of the place. */
function widen(plans: readonly Plan[], reading: Reading, world: World): readonly Plan[] {
  if (!reading.cues.has('compare') || reading.years.length > 1) return plans;
  const places = new Set(plans.map((plan) => plan.place));
  const words = reading.tokens.map((token) => token.folded).join(' ');
  if (reading.years.length === 0 && !/nam (ngoai|truoc)|ky truoc|ke hoach (cu|truoc)/.test(words)) return plans;
  const all = [...world.plans.values()].filter((plan) => places.has(plan.place));
  return all.length > plans.length && places.size === 1 ? all : plans;
}

function remember(reading: Reading, choice: PlanChoice, conversation: Conversation): Conversation {
  const place = reading.places.length > 0 && choice.kind !== 'no-plan-of-place' ? choice.place : undefined;
  const year = reading.years.length === 1 && choice.kind === 'plans' ? reading.years[0] : undefined;
  return { ...conversation, ...(place ? { place } : {}), ...(year ? { year } : {}) };
}

/** The question to lean on next: the last one that had a content of its own. */
function focusQuestion(message: Message, own: Reading, conversation: Conversation, focus: Focus | null): string {
  const bare = own.terms.length === 0 && own.agencies.length === 0;
  return focus && bare && conversation.focus
    ? `${conversation.focus.question} ${message.text}`.slice(-600)
    : message.text.slice(0, 600);
}

/** Of several plans those that charge the named agencies come first. */
function preferCharged(candidates: readonly Candidate[], reading: Reading, world: World): readonly Candidate[] {
  if (!reading.cues.has('duties')) return candidates;
  const charging = candidates.filter((candidate) => chargedIn(candidate.plan, reading.agencies, world).length > 0);
  return charging.length > 0 ? charging : candidates;
}

/** Leaves the candidates that answer about as well as the best. */
function narrow(candidates: readonly Candidate[]): Candidate[] {
  const real = candidates.filter((candidate) => candidate.draft.kind === 'answer');
  if (real.length > 0 && real.length < candidates.length) return narrow(real);
  const best = Math.max(0, ...candidates.map((candidate) => candidate.draft.confidence));
  const found = candidates.some(({ draft }) => draft.focus.topic === 'search');
  const lead = candidates.length > 0 && areOfOnePlace(candidates) && !found ? CLEAR_LEAD_WITHIN : CLEAR_LEAD;
  return candidates
    .filter((candidate) => candidate.draft.confidence > best - lead)
    .sort((a, b) => b.draft.confidence - a.draft.confidence);
}

function agree(candidates: readonly Candidate[]): boolean {
  const [first, ...others] = candidates.map((candidate) => candidate.draft);
  return others.every(
    (draft) =>
      draft.kind === first!.kind && draft.lines[0] === first!.lines[0] && draft.focus.topic === first!.focus.topic,
  );
}

function clarify(
  candidates: readonly Candidate[],
  message: Message,
  conversation: Conversation,
  world: World,
): Decision {
  const places = [...new Set(candidates.map((candidate) => candidate.plan.place))].slice(0, MOST_CHOICES);
  const choices = places.map((place) => ({
    label: world.labels.place(place),
    value: world.places.get(place)?.name ?? place,
  }));
  const lines = [
    say(world, 'clarify-place'),
    ...choices.map((choice, at) => say(world, 'clarify-item', { number: at + 1, label: choice.label })),
  ];
  const reply: Reply = textReply('clarify', lines, choices);
  return { reply, conversation: { ...conversation, pending: { question: message.text.slice(0, 600), choices } } };
}

function toReply(chosen: readonly Candidate[], sideBySide: boolean, message: Message, world: World): Reply {
  const { kind } = chosen[0]!.draft;
  const quiet = kind === 'unknown' && message.channel === 'private' ? [say(world, 'unknown-111')] : [];
  return {
    kind,
    text: [...(sideBySide ? eachInTurn(chosen, world) : together(chosen)), ...quiet].join('\n'),
    citations: chosen.flatMap((candidate) => candidate.draft.citations),
    choices: [],
  };
}

/** The first plan's answer, and where the others say the same. */
function together(chosen: readonly Candidate[]): string[] {
  const [first, ...others] = chosen.map(({ draft }) => draft.lines);
  return [...first!, ...others.flatMap((lines) => lines.slice(1, 2))];
}

function eachInTurn(chosen: readonly Candidate[], world: World): string[] {
  const shown = areOfOnePlace(chosen) ? chosen.slice(0, MOST_SIDE_BY_SIDE) : chosen;
  const more = chosen.length - shown.length;
  return [
    ...shown.flatMap(({ plan, draft }) => [`${world.labels.plan(plan)}:`, ...inShort(draft.lines, world)]),
    ...(more > 0 ? [say(world, 'plans-further', { count: more })] : []),
  ];
}

/** The beginning of an answer, and what it rests on. */
function inShort(lines: readonly string[], world: World): string[] {
  const opening = say(world, 'source-line').slice(0, SOURCE_OPENING);
  const source = lines.slice(LINES_IN_SHORT).find((line) => line.startsWith(opening));
  return [...lines.slice(0, LINES_IN_SHORT), ...(source === undefined ? [] : [source])];
}
