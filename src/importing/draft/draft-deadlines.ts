/** Deadlines as a plan holds them, and those that it cannot hold because the document names nobody for them. */
import type { Deadline } from '../../knowledge/schema.ts';
import type { Party } from '../facts/agency-book.ts';
import type { FoundDeadline } from '../facts/deadlines.ts';
import { readMarker } from '../outline/marker.ts';
import { foldSame } from '../plain-fold.ts';

type DraftedParty = Deadline['recipients'][number];

const RECURRENCES = ['weekly', 'monthly', 'quarterly', 'annual'] as const;

/** The deadlines that name who reports; `title` tells which report an Action Month's plan means. */
export function draftDeadlines(deadlines: readonly FoundDeadline[], title: string): Deadline[] {
  return deadlines
    .filter((deadline) => deadline.reporters.length > 0)
    .map((deadline, index) => draftDeadline(deadline, index, title));
}

/**
 * The timed deadlines without anybody who reports, as lines that no fact holds: the schema asks for a reporter, and one
 * that the document does not name would be guessed. The number goes, or the line would be taken for a heading.
 */
export function ownerlessDeadlines(
  deadlines: readonly FoundDeadline[],
  note: string,
): { readonly line: string; readonly reason: string }[] {
  return deadlines
    .filter((deadline) => deadline.reporters.length === 0 && isTimed(deadline))
    .map((deadline) => ({
      line: readMarker(deadline.quote)?.body ?? deadline.quote,
      reason: note.replace('{text}', deadline.dueText),
    }));
}

function isTimed({ time }: FoundDeadline): boolean {
  return [time.due ?? undefined, time.precision, time.recurrence, time.relative, time.impossible].some(
    (each) => each !== undefined,
  );
}

/** A party with the known agency where there is one. */
export function namedParty({ agency, name }: Party): DraftedParty {
  return { ...(agency === null ? {} : { agency }), name };
}

function draftDeadline(deadline: FoundDeadline, index: number, title: string): Deadline {
  const { time } = deadline;
  const recurrence = RECURRENCES.find((each) => each === time.recurrence);
  return {
    id: `han-${index + 1}`,
    section: deadline.section,
    quote: deadline.quote,
    what: deadline.what,
    kind: deadlineKind(deadline.what),
    period: deadlinePeriod(deadline, title),
    due: time.due,
    dueText: deadline.dueText,
    ...(time.precision ? { precision: time.precision } : {}),
    ...(recurrence ? { recurrence } : {}),
    reporters: deadline.reporters.map(namedParty),
    recipients: deadline.recipients.map(namedParty),
    via: deadline.via ? namedParty(deadline.via) : null,
  };
}

function deadlineKind(what: string): Deadline['kind'] {
  const folded = foldSame(what);
  if (/^(xay dung|ban hanh|lap|gui|nop|trinh)?[^.]{0,12}ke hoach/.test(folded)) return 'plan';
  if (/bao cao/.test(folded)) return 'report';
  return /^to chuc/.test(folded) ? 'event' : 'other';
}

function deadlinePeriod({ what, time }: FoundDeadline, title: string): Deadline['period'] {
  const folded = foldSame(what);
  if (time.due === null && !time.recurrence) return /thang hanh dong/.test(folded) ? 'action-month' : 'other';
  if (time.recurrence === 'monthly') return 'month';
  const quarterly = time.recurrence === 'quarterly' || time.precision === 'quarter';
  if (quarterly || /quy (i|ii|iii|iv|\d)\b/.test(folded)) return 'quarter';
  if (/(6|sau) thang/.test(folded)) return 'half-year';
  if (/thang hanh dong/.test(`${folded} ${foldSame(title)}`)) return 'action-month';
  if (/(ca nam|nam 20\d\d|\(.*nam\))/.test(folded)) return 'year';
  return /bao cao/.test(folded) && (time.due ?? '').slice(5) >= '10-01' ? 'year' : 'other';
}
