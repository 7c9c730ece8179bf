/** Facts of the document itself: number, date, signatory, issuer, basis, province; and its goals and funding. */
import type { FactOf } from '../../knowledge/facts.ts';
import type { Plan } from '../../knowledge/schema.ts';
import { plainText } from '../../knowledge/source-text.ts';
import { asks, spoken, type Ask } from '../ask.ts';
import { citationOf, excerpt, say, todayLines, type Draft } from '../draft.ts';
import type { World } from '../world.ts';

type Field = Exclude<keyof Plan['document'], 'type' | 'signatoryRole'>;

/** Answers a question on the document itself; a blank in the source is told as a blank. */
export function answerDocument(ask: Ask, world: World): Draft | null {
  if (asks(ask, 'docYear') && /\b(moi nhat|nam nao|may nam|nhung nam)\b/.test(spoken(ask)) && asks(ask, 'plan'))
    return yearDraft(ask, world);
  const field = askedField(ask);
  if (!field) return null;
  const entry = ask.plan.document[field];
  const plan = world.labels.plan(ask.plan);
  if (entry.value === null || entry.quote === null) {
    const text = say(world, 'document-blank', { what: say(world, `blank-${field}`), plan });
    return {
      kind: 'unknown',
      lines: [text, ...(entry.note ? [say(world, 'note-line', { note: entry.note })] : [])],
      citations: [],
      confidence: 1,
      focus: focusOf(ask),
    };
  }
  const values = {
    value: entry.value,
    role: ask.plan.document.signatoryRole.value ?? '',
    place: world.labels.place(ask.plan.place),
    year: ask.plan.year,
  };
  return {
    kind: 'answer',
    lines: [
      say(world, `document-${field}`, values),
      say(world, 'source-line', { plan, section: entry.section, quote: plainText(entry.quote) }),
      ...(entry.note ? [say(world, 'note-line', { note: entry.note })] : []),
      ...(field === 'province' ? todayLines(ask.plan, [], world) : []),
    ],
    citations: [citationOf({ plan: ask.plan, section: entry.section, quote: entry.quote })],
    confidence: 1,
    focus: focusOf(ask),
  };
}

function askedField(ask: Ask): Field | null {
  const own = ask.reading.documents.length === 0;
  if (asks(ask, 'signer')) return 'signatory';
  if (asks(ask, 'province') && !asks(ask, 'who', 'duties') && ask.reading.terms.length === 0) return 'province';
  if (
    asks(ask, 'proposer') &&
    own &&
    ask.reading.terms.length <= 3 &&
    /\b(to trinh|theo de nghi|de nghi cua|trinh ban hanh)\b/.test(spoken(ask))
  )
    return 'proposedBy';
  if (!asks(ask, 'plan') && ask.focus?.topic !== 'document') return null;
  if (own && asks(ask, 'docNumber') && !asks(ask, 'target', 'slogan', 'contact')) return 'number';
  if (
    asks(ask, 'basis', 'legal') &&
    own &&
    ask.reading.terms.length <= 3 &&
    /\b(can cu|theo cong van|theo ke hoach nao|co so|thuc hien (cong van|theo)|trien khai tu|xuat phat)\b/.test(
      spoken(ask),
    ) &&
    !asks(ask, 'target')
  )
    return 'basis';
  if (!own) return null;
  if (asks(ask, 'docDate')) return 'date';
  if (asks(ask, 'issuer')) return 'issuer';
  if (asks(ask, 'docTitle')) return 'title';
  return null;
}

function focusOf(ask: Ask): Draft['focus'] {
  return { topic: 'document', plans: [ask.plan.id], agencies: [] };
}

function yearDraft(ask: Ask, world: World): Draft {
  const years = [...world.plans.values()].filter((plan) => plan.place === ask.plan.place).map((plan) => plan.year);
  const place = world.labels.place(ask.plan.place);
  const title = ask.plan.document.title;
  return {
    kind: 'answer',
    lines: [
      say(world, 'document-year', { place, year: Math.max(...years) }),
      ...(years.length > 1 ? [say(world, 'document-years', { place, years: [...years].sort().join(', ') })] : []),
      say(world, 'source-line', {
        plan: world.labels.plan(ask.plan),
        section: title.section,
        quote: plainText(title.quote ?? ''),
      }),
    ],
    citations: title.quote ? [citationOf({ plan: ask.plan, section: title.section, quote: title.quote })] : [],
    confidence: 0.9,
    focus: focusOf(ask),
  };
}

/** Answers questions on funding, goals and recipients with the plan's own passages. */
export function answerPassage(ask: Ask, world: World): Draft | null {
  const kinds =
    asks(ask, 'funding') && !asks(ask, 'who', 'duties', 'lead')
      ? ['funding']
      : asks(ask, 'recipients') && !asks(ask, 'report')
        ? ['recipients']
        : asks(ask, 'goal') && !asks(ask, 'who', 'howMany')
          ? ['goal', 'requirement']
          : [];
  if (kinds.length === 0) return null;
  const passages = world.index
    .factsOf(ask.plan.id)
    .filter((fact): fact is FactOf<'passage'> => fact.kind === 'passage' && kinds.includes(fact.data.kind))
    .slice(0, 4);
  if (passages.length === 0) return null;
  return {
    kind: 'answer',
    lines: [
      ...passages.map((fact) =>
        say(world, 'source-line', {
          plan: world.labels.plan(fact.plan),
          section: fact.section,
          quote: excerpt(fact.quote, ask.reading.terms, 420, world),
        }),
      ),
    ],
    citations: passages.map(citationOf),
    confidence: 0.8,
    focus: { topic: 'search', plans: [ask.plan.id], agencies: [] },
  };
}
