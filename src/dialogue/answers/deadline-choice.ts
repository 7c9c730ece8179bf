/** Which of a plan's deadlines a question means. */
import type { FactOf } from '../../knowledge/facts.ts';
import type { Deadline } from '../../knowledge/schema.ts';
import { sameBody } from '../agency-match.ts';
import { asks, spoken, type Ask } from '../ask.ts';
import type { World } from '../world.ts';

export type DeadlineFact = FactOf<'deadline'>;

/** The deadlines that the question means: by period, by report or plan, by who sends. */
export function chooseDeadlines(all: readonly DeadlineFact[], ask: Ask, world: World): DeadlineFact[] {
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
  const onward = /\btiep\b|\broi (so|don vi|co quan)\b/.test(spoken(ask));
  const chain = /tong hop|gui tiep|gui len|len bo|cho bo/.test(spoken(ask));
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

function ofPeriod(dated: readonly DeadlineFact[], all: readonly DeadlineFact[], ask: Ask): DeadlineFact[] {
  const of = (facts: readonly DeadlineFact[], match: (deadline: Deadline) => boolean) =>
    facts.filter((fact) => match(fact.data));
  const wantsPlan = asks(ask, 'makePlan') && !asks(ask, 'report');
  const leaning = ask.focus?.topic === 'deadline' ? ask.focus.number : undefined;
  if (
    wantsPlan ||
    (/\bke hoach\b/.test(spoken(ask)) &&
      all.some((fact) => fact.data.kind === 'plan') &&
      !/bao cao/.test(spoken(ask)) &&
      !asks(ask, 'upcoming', 'list'))
  ) {
    const plans = of(dated, (deadline) => deadline.kind === 'plan');
    if (plans.length > 0) return plans;
  }
  const halfYear = asks(ask, 'halfYear') && !/6 thang cuoi nam/.test(spoken(ask));
  const wholeYear =
    /\b(ca nam|cuoi nam|tong ket|12 thang|hang nam|bao cao nam|bc nam|nguyen nam|tron nam|annual)\b/.test(spoken(ask));
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
    return /bao cao/.test(spoken(ask)) && reports.length > 0 ? reports : month;
  }
  if (leaning && !halfYear && !asks(ask, 'upcoming', 'list')) {
    const same = dated.filter((fact) => fact.data.period === leaning || fact.data.kind === leaning);
    if (same.length > 0) return same;
  }
  if (/bao cao/.test(spoken(ask)) && !asks(ask, 'upcoming', 'list')) {
    const reports = of(dated, (deadline) => deadline.kind === 'report');
    if (reports.length > 0) return reports;
  }
  return dated.length > 0 ? dated.slice() : all.slice();
}
