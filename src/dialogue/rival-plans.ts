/** Several plans that answer the same question. */
import type { Plan } from '../knowledge/schema.ts';
import { tokenize } from '../text/tokens.ts';
import type { Draft } from './draft.ts';
import type { Reading } from './reading.ts';
import type { World } from './world.ts';

export interface Candidate {
  readonly plan: Plan;
  readonly draft: Draft;
}

/** Of a place's plans of one year those come first whose own title, or whose number, the question names. */
export function preferNamed(candidates: readonly Candidate[], reading: Reading, world: World): readonly Candidate[] {
  if (candidates.length < 2 || !areOfOnePlace(candidates)) return candidates;
  // The place is named by everybody who asks for it.
  const place = words(world.places.get(candidates[0]!.plan.place)?.name ?? '');
  const asked = new Set(reading.tokens.map((token) => token.folded).filter((word) => !place.includes(word)));
  const titles = candidates.map(({ plan }) => titleWords(plan));
  const common = titles.reduce((shared, title) => shared.filter((word) => title.includes(word)));
  const named = titles.map((title) => title.filter((word) => asked.has(word) && !common.includes(word)).length);
  const most = Math.max(...named);
  return candidates.filter((_, at) => named[at] === most);
}

/** Whether all are plans of one place and one year. */
export function areOfOnePlace(candidates: readonly Candidate[]): boolean {
  return new Set(candidates.map(({ plan }) => `${plan.place} ${plan.year}`)).size === 1;
}

function titleWords({ document }: Plan): string[] {
  const digits = /\d+/.exec(document.number.value ?? '')?.[0] ?? '';
  return words(`${document.title.value ?? ''} ${digits}`);
}

function words(text: string): string[] {
  return [...new Set(tokenize(text).map((token) => token.folded))];
}
