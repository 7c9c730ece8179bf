/** What an administrator is told of a draft, in the words of `messages.yaml`. */
import { say } from '../dialogue/draft.ts';
import type { World } from '../dialogue/world.ts';
import type { ImportedDeadline, ImportReport } from '../importing/import-result.ts';
import { officeDate } from '../text/dates.ts';
import { DRAFT_DAYS } from './draft-records.ts';

const MOST_LISTED = 12;
const MOST_CHANGES = 15;

export interface Judgement {
  readonly replaced: boolean;
  readonly difference: readonly string[];
  readonly newNames: readonly string[];
  /** What keeps the draft from being approved; empty where it can be. */
  readonly problems: readonly string[];
}

export interface DraftView {
  readonly report: ImportReport;
  readonly planId: string;
  readonly judgement: Judgement;
  /** The address of the review page, where one is served. */
  readonly reviewUrl: string | null;
}

/** The lines that tell what was understood of a document, and what can be answered. */
export function draftSummary(view: DraftView, world: World): string {
  const { reviewUrl, judgement } = view;
  const lines = [
    ...headLines(view, world),
    ...deadlineLines(view, world),
    ...sloganLines(view, world),
    ...warningLines(view, world),
    ...judgementLines(judgement, world),
    ...(reviewUrl === null ? [] : [say(world, 'draft-review', { url: reviewUrl })]),
    say(world, judgement.problems.length > 0 ? 'draft-cannot' : 'draft-ask', { days: DRAFT_DAYS }),
  ];
  return lines.join('\n');
}

function headLines({ report, planId }: DraftView, world: World): string[] {
  const { plan, coverage = 0 } = report;
  const unknown = say(world, 'draft-unknown');
  return [
    say(world, 'draft-title', { title: plan?.title ?? unknown }),
    say(world, 'draft-document', {
      issuer: plan?.issuer ?? unknown,
      number: plan?.number ?? unknown,
      date: plan?.date ? officeDate(plan.date) : unknown,
      id: planId,
    }),
    say(world, 'draft-counts', {
      deadlines: plan?.deadlines.length ?? 0,
      slogans: plan?.slogans.length ?? 0,
      assignments: plan?.assignments.length ?? 0,
      targets: plan?.targets.length ?? 0,
      contacts: plan?.contacts.length ?? 0,
      bases: plan?.legalBases.length ?? 0,
      coverage: Math.floor(coverage * 100),
    }),
    ...(plan?.theme ? [say(world, 'draft-theme', { theme: plan.theme })] : []),
  ];
}

function deadlineLines({ report }: DraftView, world: World): string[] {
  const deadlines = report.plan?.deadlines ?? [];
  return listed(
    'draft-deadlines',
    deadlines.map((deadline) => deadlineLine(deadline, world)),
    MOST_LISTED,
    world,
  );
}

function deadlineLine({ due, dueText, what, reporter }: ImportedDeadline, world: World): string {
  const when = due === null ? dueText : officeDate(due);
  return say(world, reporter === null ? 'draft-deadline-nobody' : 'draft-deadline', {
    when,
    what,
    who: reporter ?? '',
  });
}

function sloganLines({ report }: DraftView, world: World): string[] {
  const slogans = report.plan?.slogans ?? [];
  return listed(
    'draft-slogans',
    slogans.map((text) => say(world, 'draft-item', { text })),
    MOST_LISTED,
    world,
  );
}

function warningLines({ report }: DraftView, world: World): string[] {
  const warnings = report.warnings ?? [];
  return listed(
    'draft-warnings',
    warnings.map((text) => say(world, 'draft-item', { text })),
    MOST_LISTED,
    world,
  );
}

function judgementLines({ replaced, difference, newNames, problems }: Judgement, world: World): string[] {
  const same = replaced && difference.length === 0;
  return [
    ...(newNames.length > 0 ? [say(world, 'draft-new-names', { names: newNames.join('; ') })] : []),
    ...(same ? [say(world, 'draft-same')] : listed('draft-replaces', difference, MOST_CHANGES, world)),
    ...listed(
      'draft-problems',
      problems.map((text) => say(world, 'draft-item', { text })),
      MOST_LISTED,
      world,
    ),
  ];
}

/** A heading with its lines; of many only the first, and how many more. */
export function listed(heading: string, lines: readonly string[], most: number, world: World): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - most;
  return [
    say(world, heading, { count: lines.length }),
    ...lines.slice(0, most),
    ...(more > 0 ? [say(world, 'draft-more', { count: more })] : []),
  ];
}
