/** A search from within any chat: the answer, then the plans' own words that come nearest. */
import type { InlineResult } from '../model/channel.ts';
import { decide } from './decide.ts';
import { excerpt, sourceLine } from './draft.ts';
import { readText } from './reading.ts';
import type { World } from './world.ts';

const MOST_FACTS = 8;
const NEAR_ENOUGH = 0.5;
const TITLE = 90;

/** Results for the words typed so far; a sign of harm finds the way to 111 and nothing else. */
export function inlineResults(text: string, now: Date, world: World): InlineResult[] {
  const { reply } = decide({ text, channel: 'private', now }, {}, world);
  const own = reply.kind === 'answer' || reply.kind === 'safety' ? [titled(reply.text)] : [];
  if (reply.kind === 'safety' || text.trim() === '') return own;
  const { terms } = readText(text, world);
  const hits = world.index.search(terms, [...world.plans.keys()], () => true, MOST_FACTS);
  const facts = hits
    .filter((hit) => hit.coverage >= NEAR_ENOUGH)
    .map(({ fact }) => ({
      title: `${excerpt(fact.quote, terms, TITLE, world)} (${world.labels.plan(fact.plan)})`,
      text: sourceLine(fact, world),
    }));
  return [...own, ...facts];
}

function titled(text: string): InlineResult {
  return { title: text.split('\n', 1)[0]!.slice(0, TITLE), text };
}
