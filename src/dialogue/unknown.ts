/** Admitting not to know: what is missing, the nearest that the plans do say, whom to ask, and 111. */
import type { Message } from '../model/message.ts';
import { textReply, type Reply } from '../model/reply.ts';
import { excerpt, planNames, say } from './draft.ts';
import type { PlanChoice } from './plan-choice.ts';
import type { Reading } from './reading.ts';
import type { World } from './world.ts';

const NEAR_ENOUGH = 0.4;

/** The reply of kind `unknown` for a question that the chosen plans do not answer. */
export function unknownReply(choice: PlanChoice, reading: Reading, message: Message, world: World): Reply {
  const names = planNames(world);
  const have = say(world, 'unknown-have', { names });
  const lines =
    choice.kind === 'no-plan-of-place'
      ? [say(world, 'unknown-place', { place: world.labels.place(choice.place) }), have]
      : choice.kind === 'no-plan-of-year'
        ? [yearLine(choice, world), have]
        : [say(world, 'unknown-first'), ...nearest(choice, reading, world), say(world, 'unknown-ask-default')];
  if (message.channel === 'private') lines.push(say(world, 'unknown-111'));
  return textReply('unknown', lines);
}

function yearLine(choice: Extract<PlanChoice, { kind: 'no-plan-of-year' }>, world: World): string {
  if (choice.place === undefined) return say(world, 'unknown-year-any', { year: choice.year });
  return say(world, 'unknown-year', { year: choice.year, place: world.labels.place(choice.place) });
}

function nearest(choice: Extract<PlanChoice, { kind: 'plans' }>, reading: Reading, world: World): string[] {
  if (!choice.placeKnown) return [];
  const plans = choice.plans.map((plan) => plan.id);
  const hit = world.index.search(
    reading.terms,
    plans,
    (fact) => fact.kind === 'assignment' || fact.kind === 'target',
    1,
  )[0];
  if (!hit || hit.coverage < NEAR_ENOUGH) return [];
  const { fact } = hit;
  return [
    say(world, 'unknown-nearest', {
      plan: world.labels.plan(fact.plan),
      section: fact.section,
      quote: excerpt(fact.quote, reading.terms, 240, world),
    }),
  ];
}
