/** Precision and recall of an import against curated facts, kind by kind. */
import type { Plan } from '../../src/knowledge/schema.ts';
import { plainText } from '../../src/knowledge/source-text.ts';
import type { ImportResult } from '../../src/importing/import-file.ts';
import { squash } from '../../src/importing/plain-fold.ts';

interface Count {
  wanted: number;
  found: number;
  right: number;
  recalled: number;
}

export class Scores {
  readonly counts = new Map<string, Count>();
  private readonly lines: string[] = [];

  /** Counts a kind: `matches(wanted, found)` says whether the two are one fact. */
  compare<W, F>(
    kind: string,
    wanted: readonly W[],
    found: readonly F[],
    matches: (wanted: W, found: F) => boolean,
  ): void {
    const count = this.of(kind);
    count.wanted += wanted.length;
    count.found += found.length;
    for (const each of wanted) {
      if (found.some((other) => matches(each, other))) count.recalled += 1;
      else this.lines.push(`  - ${kind} missed: ${JSON.stringify(each).slice(0, 260)}`);
    }
    for (const each of found) {
      if (wanted.some((other) => matches(other, each))) count.right += 1;
      else this.lines.push(`  + ${kind} extra: ${JSON.stringify(each).slice(0, 260)}`);
    }
  }

  precision(kind: string): number {
    const { found, right } = this.of(kind);
    return found === 0 ? 1 : right / found;
  }

  recall(kind: string): number {
    const { wanted, recalled } = this.of(kind);
    return wanted === 0 ? 1 : recalled / wanted;
  }

  add(other: Scores): void {
    for (const [kind, count] of other.counts) {
      const own = this.of(kind);
      own.wanted += count.wanted;
      own.found += count.found;
      own.right += count.right;
      own.recalled += count.recalled;
    }
  }

  table(): string {
    return [...this.counts]
      .map(
        ([kind, count]) =>
          `  ${kind.padEnd(18)} precision ${this.precision(kind).toFixed(3)}  recall ${this.recall(kind).toFixed(3)}  (${count.right}/${count.found}, ${count.recalled}/${count.wanted})\n`,
      )
      .join('');
  }

  misses(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }

  private of(kind: string): Count {
    const known = this.counts.get(kind) ?? { wanted: 0, found: 0, right: 0, recalled: 0 };
    this.counts.set(kind, known);
    return known;
  }
}

const inside = (one: string, other: string): boolean =>
  one.length > 0 && other.length > 0 && (one.includes(other) || other.includes(one));

/** Scores the draft of an import against the curated plan. */
export function scorePlan(plan: Plan, source: string, result: ImportResult): Scores {
  const scores = new Scores();
  const draft = result.draft.plan;
  const due = (each: { due: string | null; precision?: string | undefined }) =>
    each.precision ? each.precision : each.due;
  scores.compare(
    'deadlines',
    plan.deadlines,
    draft.deadlines,
    (one, other) =>
      due(one) === due(other) &&
      squash(other.dueText).length > 0 &&
      inside(squash(one.dueText), squash(other.dueText)) &&
      inside(squash(one.quote), squash(other.quote)),
  );
  const dated = <D extends { due: string | null; precision?: string | undefined; recurrence?: string | undefined }>(
    each: readonly D[],
  ) =>
    each.filter(
      (deadline) => deadline.due !== null || deadline.precision !== undefined || deadline.recurrence !== undefined,
    );
  const who = (each: {
    reporters: readonly { agency?: string | undefined; name: string }[];
    due: string | null;
    quote: string;
    precision?: string | undefined;
  }) => each.reporters.map((reporter) => ({ due: due(each), who: reporter.agency ?? squash(reporter.name) }));
  scores.compare(
    'dated deadlines',
    dated(plan.deadlines),
    dated(draft.deadlines),
    (one, other) => due(one) === due(other) && inside(squash(one.quote), squash(other.quote)),
  );
  scores.compare(
    'who reports',
    dated(plan.deadlines).flatMap(who),
    dated(draft.deadlines).flatMap(who),
    (one, other) => one.due === other.due && inside(one.who, other.who),
  );
  const to = (each: {
    recipients: readonly { agency?: string | undefined; name: string }[];
    due: string | null;
    precision?: string | undefined;
  }) => each.recipients.map((one) => ({ due: due(each), to: one.agency ?? squash(one.name) }));
  scores.compare(
    'to whom',
    dated(plan.deadlines).flatMap(to),
    dated(draft.deadlines).flatMap(to),
    (one, other) => one.due === other.due && inside(one.to, other.to),
  );
  scores.compare(
    'slogans',
    plan.slogans,
    draft.slogans,
    (one, other) => one.number === other.number && squash(one.text) === squash(other.text),
  );
  scores.compare(
    'targets',
    plan.targets,
    draft.targets,
    (one, other) =>
      one.number === other.number &&
      JSON.stringify(one.figures.map((figure) => squash(figure.value))) ===
        JSON.stringify(other.figures.map((figure) => squash(figure.value))),
  );
  scores.compare(
    'contacts',
    plan.contacts,
    draft.contacts,
    (one, other) => squash(one.phone) === squash(other.phone) && squash(one.name) === squash(other.name),
  );
  const lawless = (about: string | null) =>
    squash(about ?? '')
      .replace(/^(cacquydinhcua)?(luat|boluat|congudoc|conguoc)/, '')
      .slice(0, 6);
  scores.compare(
    'legal bases',
    plan.legalBases,
    draft.legalBases,
    (one, other) =>
      squash(one.type) === squash(other.type) &&
      squash(one.number ?? '') === squash(other.number ?? '') &&
      one.date === other.date &&
      (one.number !== null ||
        lawless(one.about) === lawless(other.about) ||
        inside(squash(one.quote), squash(other.quote))),
  );
  const issued = plan.legalBases.filter((basis) => basis.issuer !== null && basis.number !== null);
  scores.compare(
    'issuers of bases',
    issued,
    draft.legalBases.filter((basis) => basis.issuer !== null),
    (one, other) =>
      squash(one.number ?? '') === squash(other.number ?? '') &&
      squash(one.issuer ?? '') === squash(other.issuer ?? ''),
  );
  const parties = (each: Plan['assignments'][number]) =>
    each.parties.map((party) => ({ agency: party.agency, role: party.role, quote: squash(each.quote) }));
  scores.compare(
    'agencies and roles',
    plan.assignments.flatMap(parties),
    draft.assignments.flatMap(parties),
    (one, other) => one.agency === other.agency && one.role === other.role && inside(one.quote, other.quote),
  );
  scores.compare(
    'assignments',
    plan.assignments.filter((each) => each.parties.length > 0),
    draft.assignments.filter((each) => each.parties.length > 0),
    (one, other) => inside(squash(one.quote), squash(other.quote)),
  );
  scores.compare(
    'general tasks',
    plan.assignments.filter((each) => each.parties.length === 0),
    draft.assignments.filter((each) => each.parties.length === 0),
    (one, other) => inside(squash(one.quote), squash(other.quote)),
  );
  scores.compare(
    'themes',
    [plan.theme, ...plan.eventThemes].filter((each) => each !== null).map((each) => each.value),
    [draft.theme, ...draft.eventThemes].filter((each) => each !== null).map((each) => each.value),
    (one, other) => squash(one) === squash(other),
  );
  scores.compare(
    'sections',
    plan.assignments.map((each) => ({ section: each.section, quote: squash(each.quote) })),
    draft.assignments.map((each) => ({ section: each.section, quote: squash(each.quote) })),
    (one, other) =>
      inside(one.quote, other.quote) &&
      (one.section.split(',')[0] === other.section.split(',')[0] || one.section.startsWith(other.section)),
  );
  const heading = (['title', 'issuer', 'number', 'date', 'signatory'] as const).map((key) => ({
    key,
    value: squash(plan.document[key].value ?? ''),
  }));
  scores.compare(
    'heading',
    heading.filter((each) => each.value !== ''),
    (['title', 'issuer', 'number', 'date', 'signatory'] as const)
      .map((key) => ({ key, value: squash(draft.document[key].value ?? '') }))
      .filter((each) => each.value !== ''),
    (one, other) => one.key === other.key && inside(one.value, other.value),
  );
  const words = plainText(source);
  const quotes = JSON.stringify(draft, (key, value: unknown) =>
    key === 'quote' && typeof value === 'string' && !words.includes(plainText(value))
      ? `NOT IN SOURCE ${value}`
      : value,
  );
  scores.compare(
    'invented quotes',
    [],
    [...quotes.matchAll(/NOT IN SOURCE [^"]{0,120}/g)].map((match) => match[0]),
    () => false,
  );
  return scores;
}
