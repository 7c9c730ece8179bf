/** A deadline in words: as written, its working day, its way, and what is left of it. */
import { capitalised } from '../../text/sentence.ts';
import type { Deadline } from '../../knowledge/schema.ts';
import { addDays, daysBetween, lastWorkingDay, officeDate } from '../../text/dates.ts';
import { fold } from '../../text/fold.ts';
import { asks, type Ask } from '../ask.ts';
import { agencyName, say } from '../draft.ts';
import type { World } from '../world.ts';
import type { DeadlineFact } from './deadline-choice.ts';

/** All lines of one deadline. */
export function deadlineLines(fact: DeadlineFact, ask: Ask, world: World): string[] {
  const { data } = fact;
  const route = routeLines(data, world);
  if (data.due === null) return [say(world, 'deadline-undated', { due: data.dueText, what: data.what }), ...route];
  const due = capitalised(withYear(data));
  return [say(world, 'deadline-first', { due, what: data.what }), ...route, ...statusLines(data, ask, world)];
}

/** The deadline as written, with its year where the plan leaves it out. */
export function withYear(data: Deadline): string {
  const year = data.due?.slice(0, 4) ?? '';
  return data.dueText.includes(year) ? data.dueText : `${data.dueText}/${year}`;
}

/** Who sends it to whom, through whom. */
export function routeLines(data: Deadline, world: World): string[] {
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
  const before = fold(data.dueText).includes('truoc');
  const last = before ? addDays(due, -1) : due;
  const working = officeDate(lastWorkingDay(last, world.knowledge.holidays));
  const days = daysBetween(ask.today, due);
  const via = data.via ? agencyName(data.via, world) : (data.recipients[0]?.name ?? '');
  const means = say(world, 'deadline-means', { last: officeDate(last), working });
  if (days < 0 && Number(ask.today.slice(0, 4)) > ask.plan.year) {
    return [say(world, 'deadline-past-closed', { days: -days }), ...pastYear(ask, world)];
  }
  if (days < 0) return [say(world, 'deadline-past', { days: -days, via })];
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

/** What to say of a plan whose year is over. */
export function pastYear(ask: Ask, world: World): string[] {
  const year = Number(ask.today.slice(0, 4));
  if (year <= ask.plan.year) return [];
  return [say(world, 'deadline-past-year', { year: ask.plan.year, next: year })];
}

/** One line of a list of deadlines. */
export function listItem(fact: DeadlineFact, today: string, world: World): string {
  const days = daysBetween(today, fact.data.due!);
  const status = days > 0 ? say(world, 'status-left', { days }) : say(world, 'status-past');
  return say(world, 'deadline-list-item', { due: withYear(fact.data), what: fact.data.what, status });
}
