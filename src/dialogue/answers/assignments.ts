/** Who does a task, what an agency has to do, and who works with whom. */
import type { Fact, FactOf } from '../../knowledge/facts.ts';
import type { Hit, Term } from '../../knowledge/index.ts';
import type { Role } from '../../knowledge/schema.ts';
import { chargedIn, sameBody } from '../agency-match.ts';
import { asks, type Ask } from '../ask.ts';
import { agencyName, citationOf, excerpt, roleWord, say, sourceLine, todayLines, type Draft } from '../draft.ts';
import type { World } from '../world.ts';

type AssignmentFact = FactOf<'assignment'>;

/** Found enough to answer: most of a short question, or a good deal of a long one. */
export function isEnough(hit: Hit): boolean {
  return (
    hit.coverage >= 0.5 ||
    (hit.found >= 2 && hit.evidence >= 7 && hit.coverage >= 0.25) ||
    (hit.evidence >= 4.5 && hit.coverage >= 0.35)
  );
}

const SHOWN_DUTIES = 8;

/** Answers "who does this": the agencies of the best task with their roles. */
export function answerWho(ask: Ask, world: World): Draft | null {
  if (asks(ask, 'audience') && !asks(ask, 'assigned', 'lead', 'coordinate')) return null;
  if (!asks(ask, 'who', 'lead', 'coordinate', 'yesNo', 'time') && ask.focus?.topic !== 'who') return null;
  const same =
    ask.bare && ask.reading.years.length === 0 && ask.reading.places.length === 0 ? followed(ask, world) : null;
  if (same) return whoDraft(ask, same, [], 1, world);
  const hits = searchAssignments(ask, world, (fact) => fact.data.parties.length > 0);
  const best = hits[0];
  if (
    !best ||
    !(isEnough(best) || (asks(ask, 'who', 'lead') && best.onTopic && best.evidence >= 3.5 && best.coverage >= 0.2))
  )
    return null;
  return whoDraft(
    ask,
    best.fact as AssignmentFact,
    [...closerPassage(ask, best, world), ...related(hits, best)],
    best.coverage,
    world,
  );
}

/** A passage that meets the question better than the task does: it may say what the task only names. */
function closerPassage(ask: Ask, best: Hit, world: World): Fact[] {
  const hit = world.index.search(ask.reading.terms, [ask.plan.id], (fact) => fact.kind === 'passage', 1)[0];
  return hit && hit.score > best.score * 0.75 ? [hit.fact] : [];
}

/** The task that the conversation is about, where the question asks for another side of it. */
function followed(ask: Ask, world: World): AssignmentFact | null {
  if (!ask.focus?.factId || !asks(ask, 'who', 'coordinate', 'lead', 'time', 'when')) return null;
  const fact = world.index
    .factsOf(ask.plan.id)
    .find((each) => each.kind === 'assignment' && each.data.id === ask.focus?.factId);
  return fact?.kind === 'assignment' ? fact : null;
}

function whoDraft(ask: Ask, fact: AssignmentFact, others: readonly Fact[], confidence: number, world: World): Draft {
  return {
    kind: 'answer',
    lines: [
      firstLine(ask, fact, world),
      ...partnerLine(fact, world),
      ...(fact.data.time ? [say(world, 'who-time', { time: fact.data.time.replace(/\.$/, '') })] : []),
      sourceLine(fact, world, ask.reading.terms),
      ...others.map((other) =>
        other.kind === 'assignment'
          ? say(world, 'who-also', {
              agencies: charged(other, world),
              section: other.section,
              quote: excerpt(other.quote, ask.reading.terms, 300, world),
            })
          : sourceLine(other, world, ask.reading.terms, 300),
      ),
      ...noteLines(fact, world),
      ...todayLines(
        ask.plan,
        fact.data.parties.map((party) => party.agency),
        world,
      ),
    ],
    citations: [fact, ...others].map(citationOf),
    confidence,
    focus: {
      topic: 'who',
      plans: [ask.plan.id],
      agencies: fact.data.parties.map((party) => party.agency),
      factId: fact.data.id,
    },
  };
}

/** Answers "what does this agency do": all its tasks, or those on the topic asked for. */
export function answerDuties(ask: Ask, world: World): Draft | null {
  const ids = chargedIn(ask.plan, ask.reading.agencies, world);
  if (ids.length === 0) return null;
  const own = world.index
    .factsOf(ask.plan.id)
    .filter(
      (fact): fact is AssignmentFact =>
        fact.kind === 'assignment' && fact.data.parties.some((party) => ids.includes(party.agency)),
    );
  if (own.length === 0) return null;
  const mine = own.filter((fact) => matchesRole(fact, ids, ask));
  const hits =
    ask.reading.terms.length > 0
      ? searchAssignments(
          ask,
          world,
          (fact) => mine.includes(fact) || own.some((each) => each.data.id === fact.data.id),
        )
      : [];
  const onTopic = hits.filter((hit) => hit.coverage >= 0.4 && hit.score >= (hits[0]?.score ?? 0) * 0.5);
  if (ask.reading.terms.length > 1 && onTopic.length === 0 && !asks(ask, 'duties')) return null;
  return dutiesDraft(ask, ids, onTopic, mine.length > 0 ? mine : own, world);
}

function dutiesDraft(
  ask: Ask,
  ids: readonly string[],
  onTopic: readonly Hit[],
  own: readonly AssignmentFact[],
  world: World,
): Draft {
  const name = nameInPlan(own, ids[0]!, world);
  const first = onTopic.slice(0, 3).map((hit) => hit.fact as AssignmentFact);
  const rest = own.filter((fact) => !first.some((each) => each.data.id === fact.data.id));
  const facts = [...first, ...rest].slice(0, first.length > 0 ? 5 : SHOWN_DUTIES);
  const space = Math.floor(1450 / Math.max(3, facts.length));
  const head =
    onTopic.length > 0
      ? say(world, 'duties-topic', { agency: name, plan: world.labels.plan(ask.plan) })
      : say(world, 'duties-first', { agency: name, count: own.length, plan: world.labels.plan(ask.plan) });
  const items = facts.map((fact) => {
    const role = fact.data.parties.find((party) => ids.includes(party.agency))!.role;
    return say(world, 'duties-item', {
      text: excerpt(fact.quote, ask.reading.terms, space, world),
      role: roleWord(role, world),
      section: fact.section,
    });
  });
  const left = own.length - facts.length;
  return {
    kind: 'answer',
    lines: [
      head,
      ...items,
      ...(left > 0 ? [say(world, 'duties-more', { count: left, agency: name })] : []),
      ...todayLines(ask.plan, ids, world),
    ],
    citations: facts.map(citationOf),
    confidence: onTopic[0] ? Math.max(0.6, onTopic[0].coverage) : 0.9,
    focus: { topic: 'duties', plans: [ask.plan.id], agencies: ids, ...(facts[0] ? { factId: facts[0].data.id } : {}) },
  };
}

/** An agency as this plan calls it. */
function nameInPlan(own: readonly AssignmentFact[], id: string, world: World): string {
  const party = own.flatMap((fact) => fact.data.parties).find((each) => each.agency === id);
  return fullName(party ?? { agency: id }, world);
}

function matchesRole(fact: AssignmentFact, ids: readonly string[], ask: Ask): boolean {
  const wanted: Role | null = asks(ask, 'lead') ? 'lead' : asks(ask, 'coordinate') ? 'coordinate' : null;
  return wanted === null || fact.data.parties.some((party) => ids.includes(party.agency) && party.role === wanted);
}

function searchAssignments(ask: Ask, world: World, accept: (fact: AssignmentFact) => boolean): Hit[] {
  const hits = world.index.search(
    searchTerms(ask, world),
    [ask.plan.id],
    (fact) => fact.kind === 'assignment' && accept(fact),
    12,
  );
  return hits
    .map((hit) => ({ ...hit, score: hit.score * preference(hit.fact as AssignmentFact, ask, world) }))
    .sort((a, b) => b.score - a.score);
}

/** The words to look for: the content, the names of bodies that the plan charges with nothing, else the common words. */
function searchTerms(ask: Ask, world: World): readonly Term[] {
  const { terms, agencies, agencyWords, commonTerms } = ask.reading;
  const partners = agencies.filter((agency) => chargedIn(ask.plan, [agency], world).length === 0);
  const named = partners
    .map((agency) => ({ words: agencyWords.get(agency) ?? [], weight: 1 }))
    .filter((term) => term.words.length > 0);
  const all = [...terms, ...named];
  return terms.length === 0 && (all.length === 0 || asks(ask, 'lead', 'yesNo')) ? commonTerms : all;
}

/** Tasks whose roles are the asked ones, or whose agency is named, come before others that say as much. */
function preference(fact: AssignmentFact, ask: Ask, world: World): number {
  let factor = 1;
  const { parties } = fact.data;
  if (asks(ask, 'lead') && parties.some((party) => party.role === 'lead')) factor *= 1.25;
  if (!asks(ask, 'coordinate') && parties.every((party) => party.role === 'coordinate')) factor *= 0.88;
  if (
    asks(ask, 'coordinate') &&
    (fact.data.partners.length > 0 || parties.some((party) => party.role === 'coordinate'))
  )
    factor *= 1.15;
  if (asks(ask, 'time') && fact.data.time) factor *= 1.2;
  if (ask.reading.agencies.some((agency) => parties.some((party) => sameBody(party.agency, agency, world))))
    factor *= asks(ask, 'yesNo') ? 1.02 : 1.3;
  return factor;
}

/** Other tasks that meet the question nearly as well, of other agencies first. */
function related(hits: readonly Hit[], best: Hit): AssignmentFact[] {
  const bestFact = best.fact as AssignmentFact;
  return hits
    .slice(1)
    .filter((hit) => hit.score >= best.score * 0.8 && isEnough(hit))
    .map((hit) => hit.fact as AssignmentFact)
    .filter((fact) => fact.quote !== bestFact.quote)
    .slice(0, 2);
}

function firstLine(ask: Ask, fact: AssignmentFact, world: World): string {
  const agencies = charged(fact, world);
  const claimed = ask.reading.agencies[0];
  if (asks(ask, 'yesNo') && claimed) {
    const right = fact.data.parties.some((party) => sameBody(party.agency, claimed, world));
    if (right) return say(world, 'who-yes', { agencies });
    return say(world, 'who-not', { claimed: world.agencies.get(claimed)?.name ?? '', agencies });
  }
  return say(world, 'who-first', { agencies });
}

/** "Sở Y tế (chủ trì); Công an tỉnh (phối hợp)", the plan's own words where it has a name of its own. */
export function charged(fact: AssignmentFact, world: World): string {
  return fact.data.parties
    .map((party) => say(world, 'who-agency', { name: fullName(party, world), role: roleWord(party.role, world) }))
    .join('; ');
}

function fullName(party: { agency: string; name?: string | undefined }, world: World): string {
  return agencyName({ agency: party.agency, name: party.name }, world);
}

function partnerLine(fact: AssignmentFact, world: World): string[] {
  const names = fact.data.partners.map((partner) => partner.name);
  return names.length > 0 ? [say(world, 'who-partners', { names: names.join(', ') })] : [];
}

function noteLines(fact: AssignmentFact, world: World): string[] {
  return fact.note ? [say(world, 'note-line', { note: fact.note })] : [];
}
