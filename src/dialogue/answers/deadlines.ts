/** When a report is due, who sends it to whom through whom, and how long there is left. */
import type { FactOf } from '../../knowledge/facts.ts';
import type { Deadline } from '../../knowledge/schema.ts';
import { addDays, daysBetween, lastWorkingDay, officeDate, weekday } from '../../text/dates.ts';
import { sameBody } from '../agency-match.ts';
import { asks, type Ask } from '../ask.ts';
import { agencyName, citationOf, planName, say, sourceLine, todayLines, type Draft } from '../draft.ts';
import type { World } from '../world.ts';

type DeadlineFact = FactOf<'deadline'>;

/** Answers a question on deadlines of a plan; null when the question is not about them. */
export function answerDeadline(ask: Ask, world: World): Draft | null {
  if (!isDeadlineQuestion(ask)) return null;
  const all = world.index.factsOf(ask.plan.id).filter((fact) => fact.kind === 'deadline');
  if (all.length === 0) return null;
  const chosen = choose(all, ask, world);
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

/** The deadlines that the question means: by period, by report or plan, by who sends. */
function choose(all: readonly DeadlineFact[], ask: Ask, world: World): DeadlineFact[] {
  const dated = all.filter((fact) => fact.data.due !== null);
  const senders = ask.reading.agencies.filter(
    (agency) =>
      !ask.reading.receivers.includes(agency) &&
      all.some((fact) => fact.data.reporters.some((reporter) => sameBody(reporter.agency, agency, world))),
  );
  const recipients = ask.reading.agencies.filter((agency) =>
    all.some((fact) => fact.data.recipients.some((recipient) => sameBody(recipient.agency, agency, world))),
  );
  let pool = ofPeriod(dated, all, ask);
  if (pool.length === 0) return [];
  const bySender = (facts: readonly DeadlineFact[]) =>
    facts.filter((fact) =>
      fact.data.reporters.some((reporter) => senders.some((sender) => sameBody(reporter.agency, sender, world))),
    );
  const onward = /\btiep\b|\broi (so|don vi|co quan)\b/.test(words(ask));
  const chain = /tong hop|gui tiep|gui len|len bo|cho bo/.test(words(ask));
  if (senders.length === 0 && asks(ask, 'late', 'daysLeft') && !asks(ask, 'upcoming'))
    pool = withoutCollectors(pool, world);
  if (senders.length > 0 && !onward) {
    const sent = bySender(pool);
    if (sent.length > 0) pool = sent;
    else if (!asks(ask, 'via')) {
      const undated = bySender(all);
      if (undated.length > 0) return undated.slice(0, 2);
    }
  } else if (recipients.length > 0 && !asks(ask, 'via') && chain) {
    const received = pool.filter((fact) =>
      fact.data.recipients.some((recipient) => recipients.some((each) => sameBody(recipient.agency, each, world))),
    );
    if (received.length > 0) pool = received;
  }
  return pool;
}

/** The deadlines of those who report first; the collector's own come later and are not the writer's. */
function withoutCollectors(pool: readonly DeadlineFact[], world: World): DeadlineFact[] {
  const collects = (agency: string | undefined) =>
    pool.some((fact) =>
      [...fact.data.recipients, ...(fact.data.via ? [fact.data.via] : [])].some((party) =>
        sameBody(party.agency, agency, world),
      ),
    );
  const first = pool.filter((fact) => !fact.data.reporters.every((reporter) => collects(reporter.agency)));
  return first.length > 0 ? first : pool.slice();
}

function words(ask: Ask): string {
  return ask.reading.tokens.map((token) => token.folded).join(' ');
}

function ofPeriod(dated: readonly DeadlineFact[], all: readonly DeadlineFact[], ask: Ask): DeadlineFact[] {
  const of = (facts: readonly DeadlineFact[], match: (deadline: Deadline) => boolean) =>
    facts.filter((fact) => match(fact.data));
  const wantsPlan = asks(ask, 'makePlan') && !asks(ask, 'report');
  const leaning = ask.focus?.topic === 'deadline' ? ask.focus.number : undefined;
  if (
    wantsPlan ||
    (/\bke hoach\b/.test(words(ask)) &&
      all.some((fact) => fact.data.kind === 'plan') &&
      !/bao cao/.test(words(ask)) &&
      !asks(ask, 'upcoming', 'list'))
  ) {
    const plans = of(dated, (deadline) => deadline.kind === 'plan');
    if (plans.length > 0) return plans;
  }
  const halfYear = asks(ask, 'halfYear') && !/6 thang cuoi nam/.test(words(ask));
  const wholeYear =
    /\b(ca nam|cuoi nam|tong ket|12 thang|hang nam|bao cao nam|bc nam|nguyen nam|tron nam|annual)\b/.test(words(ask));
  if (halfYear && !wholeYear) return of(dated, (deadline) => deadline.period === 'half-year');
  if (wholeYear && !halfYear) {
    const yearly = of(dated, (deadline) => deadline.period === 'year');
    if (yearly.length > 0) return yearly;
    return asks(ask, 'actionMonth') ? dated.slice() : [];
  }
  if (asks(ask, 'actionMonth')) {
    const month = of(dated, (deadline) => deadline.period === 'action-month');
    if (month.length === 0) return [];
    const reports = month.filter((fact) => fact.data.kind === 'report');
    return /bao cao/.test(words(ask)) && reports.length > 0 ? reports : month;
  }
  if (leaning && !halfYear && !asks(ask, 'upcoming', 'list')) {
    const same = dated.filter((fact) => fact.data.period === leaning || fact.data.kind === leaning);
    if (same.length > 0) return same;
  }
  if (/bao cao/.test(words(ask)) && !asks(ask, 'upcoming', 'list')) {
    const reports = of(dated, (deadline) => deadline.kind === 'report');
    if (reports.length > 0) return reports;
  }
  return dated.length > 0 ? dated.slice() : all.slice();
}

/** The question asks for a report that this plan does not set a date for: says so and shows what there is. */
function noneOfKind(all: readonly DeadlineFact[], ask: Ask, world: World): Draft {
  const period = asks(ask, 'halfYear') ? 'half-year' : asks(ask, 'actionMonth') ? 'action-month' : 'year';
  const dated = all.filter((fact) => fact.data.due !== null);
  return {
    kind: 'answer',
    lines: [
      say(world, 'deadline-none-kind', { plan: planName(ask.plan, world), asked: say(world, `period-${period}`) }),
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
  const lines = shown.flatMap((fact) => deadlineLines(fact, ask, world));
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

function deadlineLines(fact: DeadlineFact, ask: Ask, world: World): string[] {
  const { data } = fact;
  const route = routeLines(data, world);
  if (data.due === null) return [say(world, 'deadline-undated', { due: data.dueText, what: data.what }), ...route];
  const due = capitalise(withYear(data));
  return [say(world, 'deadline-first', { due, what: data.what }), ...route, ...statusLines(data, ask, world)];
}

function withYear(data: Deadline): string {
  const year = data.due?.slice(0, 4) ?? '';
  return data.dueText.includes(year) ? data.dueText : `${data.dueText.replace(/\s+năm\s*$/u, '')}/${year}`;
}

function routeLines(data: Deadline, world: World): string[] {
  const names = (parties: readonly { agency?: string | undefined; name: string }[]) =>
    parties.map((party) => agencyName(party, world)).join(', ');
  const reporters = names(data.reporters);
  return [
    data.recipients.length > 0
      ? say(world, 'deadline-route', { reporters, recipients: names(data.recipients) })
      : say(world, 'deadline-route-from', { reporters }),
    ...(data.via ? [say(world, 'deadline-via', { via: agencyName(data.via, world) })] : []),
  ];
}

function statusLines(data: Deadline, ask: Ask, world: World): string[] {
  const due = data.due!;
  const before = /trước/u.test(data.dueText);
  const last = before ? addDays(due, -1) : due;
  const working = officeDate(lastWorkingDay(last, world.knowledge.holidays));
  const days = daysBetween(ask.today, due);
  const via = data.via ? agencyName(data.via, world) : (data.recipients[0]?.name ?? '');
  const means = say(world, 'deadline-means', { last: officeDate(last), working });
  if (days < 0) return [say(world, 'deadline-past', { days: -days, via }), ...pastYear(ask, world)];
  if (days === 0 && before) return [say(world, 'deadline-past-today', { due: officeDate(due) })];
  if (days === 1 && before)
    return [means, say(world, 'deadline-today-last', { last: officeDate(last), due: officeDate(due) })];
  const safe = daysBetween(ask.today, last);
  return [
    means,
    say(world, 'deadline-left', { days, due: officeDate(due), safe, last: officeDate(last) }),
    ...(asks(ask, 'late') ? [say(world, 'deadline-open')] : []),
  ];
}

function pastYear(ask: Ask, world: World): string[] {
  const year = Number(ask.today.slice(0, 4));
  if (year <= ask.plan.year) return [];
  return [say(world, 'deadline-past-year', { year: ask.plan.year, next: year })];
}

interface Span {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

function wantedSpan(ask: Ask): Span | null {
  const text = words(ask);
  const monday = addDays(ask.today, 1 - weekday(ask.today));
  const monthStart = `${ask.today.slice(0, 7)}-01`;
  const nextMonth = `${addDays(monthStart, 32).slice(0, 7)}-01`;
  if (/\btuan nay\b/.test(text)) return { key: 'span-week', from: monday, to: addDays(monday, 6) };
  if (/\btuan (sau|toi)\b/.test(text))
    return { key: 'span-next-week', from: addDays(monday, 7), to: addDays(monday, 13) };
  if (/\bthang nay\b/.test(text)) return { key: 'span-month', from: monthStart, to: addDays(nextMonth, -1) };
  if (/\bthang (sau|toi)\b/.test(text))
    return { key: 'span-next-month', from: nextMonth, to: addDays(`${addDays(nextMonth, 32).slice(0, 7)}-01`, -1) };
  if (/\b(hom nay|bua nay|bua ni)\b/.test(text) && asks(ask, 'upcoming') && !asks(ask, 'daysLeft', 'late'))
    return { key: 'span-today', from: ask.today, to: ask.today };
  if (/\b(ngay mai)\b/.test(text))
    return { key: 'span-tomorrow', from: addDays(ask.today, 1), to: addDays(ask.today, 1) };
  return null;
}

function listDraft(
  chosen: readonly DeadlineFact[],
  all: readonly DeadlineFact[],
  span: Span | null,
  ask: Ask,
  world: World,
): Draft {
  const sorted = chosen.filter((fact) => fact.data.due !== null).sort((a, b) => a.data.due!.localeCompare(b.data.due!));
  const coming = sorted.filter((fact) => fact.data.due! > ask.today);
  const inSpan = span ? sorted.filter((fact) => within(fact, span)) : [];
  const plan = planName(ask.plan, world);
  const wantsAll = !span && asks(ask, 'list') && !/sap toi|sap den|ke tiep|tiep theo|gan nhat/.test(words(ask));
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

function within(fact: DeadlineFact, span: Span): boolean {
  const due = fact.data.due!;
  return (due >= span.from && due <= span.to) || (addDays(due, -1) >= span.from && addDays(due, -1) <= span.to);
}

function listItem(fact: DeadlineFact, today: string, world: World): string {
  const days = daysBetween(today, fact.data.due!);
  const status = days > 0 ? say(world, 'status-left', { days }) : say(world, 'status-past');
  return say(world, 'deadline-list-item', { due: withYear(fact.data), what: fact.data.what, status });
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
