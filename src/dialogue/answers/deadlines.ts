/** When a report is due, who sends it to whom through whom, and how long there is left. */
import { asks, spoken, type Ask } from '../ask.ts';
import { citationOf, say, sourceLine, todayLines, type Draft } from '../draft.ts';
import type { World } from '../world.ts';
import { chooseDeadlines, type DeadlineFact } from './deadline-choice.ts';
import { deadlineLines, listItem, pastYear, routeLines } from './deadline-lines.ts';
import { wantedSpan, within, type Span } from './deadline-span.ts';

/** Answers a question on deadlines of a plan; null when the question is not about them. */
export function answerDeadline(ask: Ask, world: World): Draft | null {
  if (!isDeadlineQuestion(ask)) return null;
  const all = world.index.factsOf(ask.plan.id).filter((fact) => fact.kind === 'deadline');
  if (all.length === 0) return null;
  const chosen = chooseDeadlines(all, ask, world);
  if (chosen.length === 0) return noneOfKind(all, ask, world);
  const span = wantedSpan(ask);
  const overview = span !== null || (asks(ask, 'upcoming', 'list', 'count') && !asksOneKind(ask));
  if (overview) return listDraft(chosen, all, span, ask, world);
  return detailDraft(chosen, ask, world);
}

function isDeadlineQuestion(ask: Ask): boolean {
  if (ask.bare && (ask.focus?.topic === 'who' || ask.focus?.topic === 'duties') && !asks(ask, 'report', 'upcoming'))
    return false;
  const aboutReport = asks(ask, 'report', 'makePlan') || ask.focus?.topic === 'deadline';
  if (asks(ask, 'duties') && ask.reading.agencies.length > 0 && !asks(ask, 'when', 'recipient', 'via', 'daysLeft'))
    return false;
  if (asks(ask, 'signer', 'docDate', 'docNumber', 'legal') && !asks(ask, 'report')) return false;
  if (asks(ask, 'upcoming') && (asks(ask, 'report', 'when', 'late') || contentWeight(ask) === 0)) return true;
  if (aboutReport && asks(ask, 'when', 'recipient', 'via', 'sender', 'daysLeft', 'late', 'upcoming', 'compare'))
    return true;
  if (asks(ask, 'report') && asks(ask, 'halfYear', 'year', 'actionMonth') && !asks(ask, 'who', 'lead')) return true;
  if (asks(ask, 'report') && asks(ask, 'yesNo', 'dateNamed') && asks(ask, 'dateNamed')) return true;
  if (asks(ask, 'makePlan') && asks(ask, 'late', 'when', 'daysLeft')) return true;
  if (
    ask.focus?.topic === 'deadline' &&
    asks(ask, 'halfYear', 'year', 'actionMonth', 'plan', 'sender', 'who', 'followUp')
  ) {
    return contentWeight(ask) <= 2 && (!asks(ask, 'who', 'duties') || asks(ask, 'sender', 'recipient', 'via'));
  }
  return (
    asks(ask, 'when', 'daysLeft', 'late') &&
    contentWeight(ask) <= 1 &&
    !asks(ask, 'theme', 'slogan', 'target', 'period')
  );
}

function contentWeight(ask: Ask): number {
  const light = /^(bao cao|ket qua|ke hoach|thang|han|nop|gui|dau|cuoi|ngay|ket|qua|lich|moc|dot|ky|gio|phut|thi|cu)$/;
  return ask.reading.terms.filter(
    (term) =>
      !light.test(term.words.map((word) => word.folded).join(' ')) &&
      term.topic !== 'bao-cao' &&
      term.topic !== 'thang-hanh-dong',
  ).length;
}

function asksOneKind(ask: Ask): boolean {
  return asks(ask, 'halfYear', 'makePlan') || (asks(ask, 'actionMonth') && asks(ask, 'report'));
}

/** The question asks for a report that this plan does not set a date for: says so and shows what there is. */
function noneOfKind(all: readonly DeadlineFact[], ask: Ask, world: World): Draft {
  const period = asks(ask, 'halfYear') ? 'half-year' : asks(ask, 'actionMonth') ? 'action-month' : 'year';
  const dated = all.filter((fact) => fact.data.due !== null);
  return {
    kind: 'answer',
    lines: [
      say(world, 'deadline-none-kind', { plan: world.labels.plan(ask.plan), asked: say(world, `period-${period}`) }),
      ...dated.map((fact) => listItem(fact, ask.today, world)),
      ...dated.slice(0, 1).map((fact) => sourceLine(fact, world)),
    ],
    citations: dated.map(citationOf),
    confidence: 0.55,
    focus: { topic: 'deadline', plans: [ask.plan.id], agencies: [] },
  };
}

function detailDraft(chosen: readonly DeadlineFact[], ask: Ask, world: World): Draft {
  const shown = [...chosen].sort((a, b) => (a.data.due ?? '9').localeCompare(b.data.due ?? '9')).slice(0, 4);
  const lines = new Set(shown.flatMap((fact) => deadlineLines(fact, ask, world)));
  const quotes = new Map(shown.map((fact) => [fact.quote, fact]));
  const agencies = shown.flatMap((fact) => [
    ...fact.data.reporters,
    ...fact.data.recipients,
    ...(fact.data.via ? [fact.data.via] : []),
  ]);
  const first = shown[0]!.data;
  return {
    kind: 'answer',
    lines: [
      ...lines,
      ...[...quotes.values()].map((fact) => sourceLine(fact, world)),
      ...todayLines(
        ask.plan,
        agencies.flatMap((party) => (party.agency ? [party.agency] : [])),
        world,
      ),
    ],
    citations: [...quotes.values()].map(citationOf),
    confidence: 1,
    focus: {
      topic: 'deadline',
      plans: [ask.plan.id],
      agencies: [],
      ...(shown.length === 1 ? { number: first.kind === 'plan' ? 'plan' : first.period } : {}),
    },
  };
}

function listDraft(
  chosen: readonly DeadlineFact[],
  all: readonly DeadlineFact[],
  span: Span | null,
  ask: Ask,
  world: World,
): Draft {
  const sorted = chosen.filter((fact) => fact.data.due !== null).sort((a, b) => a.data.due!.localeCompare(b.data.due!));
  if (sorted.length === 0) return detailDraft(chosen, ask, world);
  const coming = sorted.filter((fact) => fact.data.due! > ask.today);
  const inSpan = span ? sorted.filter((fact) => within(fact, span)) : [];
  const plan = world.labels.plan(ask.plan);
  const wantsAll = !span && asks(ask, 'list') && !/sap toi|sap den|ke tiep|tiep theo|gan nhat/.test(spoken(ask));
  const [head, shown] =
    span && inSpan.length > 0
      ? [say(world, 'deadline-list-upcoming', { plan }), inSpan]
      : coming.length === 0 && !wantsAll
        ? [say(world, 'deadline-none-upcoming', { plan }), sorted]
        : span
          ? [say(world, 'deadline-none-in-span', { span: say(world, span.key) }), coming]
          : wantsAll
            ? [say(world, 'deadline-list', { plan }), sorted]
            : [say(world, 'deadline-list-upcoming', { plan }), coming];
  const undated = wantsAll ? all.filter((fact) => fact.data.due === null) : [];
  const quotes = new Map(shown.map((fact) => [fact.quote, fact]));
  return {
    kind: 'answer',
    lines: [
      head,
      ...shown.flatMap((fact) => [listItem(fact, ask.today, world), ...routeLines(fact.data, world)]),
      ...(coming.length === 0 ? pastYear(ask, world) : []),
      ...undated.map((fact) => say(world, 'deadline-list-undated', { what: fact.data.what, due: fact.data.dueText })),
      ...[...quotes.values()].map((fact) => sourceLine(fact, world)),
    ],
    citations: [...quotes.values()].map(citationOf),
    confidence: 1,
    focus: { topic: 'deadline', plans: [ask.plan.id], agencies: [] },
  };
}
