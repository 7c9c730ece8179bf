/** Legal bases: a document by its number, or by what it is about. */
import type { FactOf } from '../../knowledge/facts.ts';
import { officeDate } from '../../text/dates.ts';
import { fold } from '../../text/fold.ts';
import { asks, spoken, type Ask } from '../ask.ts';
import { citationOf, say, sourceLine, type Draft } from '../draft.ts';
import type { World } from '../world.ts';

type LegalFact = FactOf<'legal'>;

/** Answers what a legal document is, of which date, by whom, and how the locality carries it out. */
export function answerLegal(ask: Ask, world: World): Draft | null {
  const all = world.index.factsOf(ask.plan.id).filter((fact): fact is LegalFact => fact.kind === 'legal');
  const named = all.filter((fact) => ask.reading.documents.some((document) => isNumbered(fact, document)));
  if (ask.reading.documents.length > 0) {
    if (named.length > 0 && !(asks(ask, 'who', 'lead') && !asks(ask, 'issuer', 'docDate', 'docTitle', 'when')))
      return legalDraft(named.slice(0, 3), ask, world, 1);
    return null;
  }
  if (
    ask.focus?.topic === 'legal' &&
    asks(ask, 'implementedBy', 'docDate', 'when', 'issuer', 'anaphora') &&
    ask.reading.terms.length <= 4
  ) {
    const fact = all.find((each) => each.data.id === ask.focus?.factId);
    if (fact) return legalDraft([fact], ask, world, 1);
  }
  if (!asks(ask, 'legal')) return null;
  return byContent(all, ask, world);
}

function isNumbered(fact: LegalFact, document: { readonly number: string; readonly tail: string }): boolean {
  const own = fact.data.number?.match(/^\D*(\d+)(.*)$/);
  if (!own || Number(own[1]) !== Number(document.number)) return false;
  const year = document.tail.match(/^\/(\d{4})/)?.[1];
  return year === undefined || (own[2] ?? '').includes(year) || fact.data.date?.startsWith(year) === true;
}

function byContent(all: readonly LegalFact[], ask: Ask, world: World): Draft | null {
  const type = [
    'nghi dinh',
    'nghi quyet',
    'quyet dinh',
    'chi thi',
    'thong tu',
    'cong van',
    'to trinh',
    'luat',
    'chuong trinh',
    'ke hoach',
  ].find((each) => spoken(ask).includes(`${each} nao`) || spoken(ask).includes(`${each} gi`));
  const pool = type ? all.filter((fact) => fold(fact.data.type).startsWith(type)) : all;
  const terms = ask.reading.terms.filter(
    (term) =>
      !/^(can cu|van ban|phap ly|phap luat|nghi|dinh|nghi dinh|quyet|quyet dinh|thu tuong|ban hanh|chi tieu|luat)$/.test(
        term.words.map((word) => word.folded).join(' '),
      ),
  );
  const hits = world.index.search(
    terms,
    [ask.plan.id],
    (fact) => fact.kind === 'legal' && pool.includes(findSame(pool, fact)),
    4,
  );
  const best = hits[0];
  if (best && best.coverage >= 0.5) {
    return legalDraft(
      hits
        .filter((hit) => hit.score >= best.score * 0.8)
        .slice(0, 2)
        .map((hit) => hit.fact as LegalFact),
      ask,
      world,
      best.coverage,
    );
  }
  if (type && pool.length > 0 && pool.length <= 3) return legalDraft(pool, ask, world, 0.7);
  if (terms.length === 0 && asks(ask, 'list', 'basis')) return listDraft(all, ask, world);
  return null;
}

function findSame(pool: readonly LegalFact[], fact: { readonly data: unknown }): LegalFact {
  return pool.find((each) => each.data === fact.data) as LegalFact;
}

function legalDraft(facts: readonly LegalFact[], ask: Ask, world: World, confidence: number): Draft {
  const agenciesAsked = facts.length === 1 ? facts[0]!.data.id : undefined;
  return {
    kind: 'answer',
    lines: facts.flatMap((fact) => [
      describe(fact, world),
      ...implementation(fact, ask, world),
      sourceLine(fact, world, [], 700),
      ...(fact.note ? [say(world, 'note-line', { note: fact.note })] : []),
    ]),
    citations: facts.map(citationOf),
    confidence,
    focus: { topic: 'legal', plans: [ask.plan.id], agencies: [], ...(agenciesAsked ? { factId: agenciesAsked } : {}) },
  };
}

function describe(fact: LegalFact, world: World): string {
  const { data } = fact;
  return say(world, 'legal-first', {
    type: data.type,
    number: data.number ? say(world, 'legal-number', { number: data.number }) : '',
    date: data.date ? officeDate(data.date) : say(world, 'legal-no-date'),
    issuer: data.issuer ?? say(world, 'legal-no-issuer'),
    about: data.about ?? say(world, 'legal-no-about'),
  });
}

function implementation(fact: LegalFact, ask: Ask, world: World): string[] {
  if (fact.data.implementedBy) return [say(world, 'legal-implemented', { text: fact.data.implementedBy })];
  return asks(ask, 'implementedBy') ? [say(world, 'legal-not-implemented')] : [];
}

function listDraft(all: readonly LegalFact[], ask: Ask, world: World): Draft | null {
  if (all.length === 0) return null;
  return {
    kind: 'answer',
    lines: [
      say(world, 'basis-first', { plan: world.labels.plan(ask.plan), value: ask.plan.document.basis.value ?? '' }),
      say(world, 'legal-list', { plan: world.labels.plan(ask.plan) }),
      ...all
        .slice(0, 12)
        .map((fact) =>
          say(world, 'legal-item', { text: `${fact.data.type} ${fact.data.number ?? fact.data.about ?? ''}` }),
        ),
    ],
    citations: all.slice(0, 12).map(citationOf),
    confidence: 0.8,
    focus: { topic: 'legal', plans: [ask.plan.id], agencies: [] },
  };
}
