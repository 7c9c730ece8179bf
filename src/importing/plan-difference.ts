/** What a newer version of a plan changes, in lines that people can read. */
import type { Plan } from '../knowledge/schema.ts';
import { squash } from './plain-fold.ts';

/** Names of the kinds of facts, as the review page has them. */
export type KindLabels = Readonly<Record<string, string>>;

const NOTHING = '–';

/** One line for each thing that goes ("-"), comes ("+") or changes ("~"). */
export function comparePlans(before: Plan, after: Plan, labels: KindLabels): string[] {
  const label = (kind: string) => labels[kind] ?? kind;
  return [...changedValues(before, after, label), ...changedLists(before, after, label)];
}

type Label = (kind: string) => string;

function changedValues(before: Plan, after: Plan, label: Label): string[] {
  const values: readonly (readonly [string, (plan: Plan) => string | null])[] = [
    ...(['title', 'number', 'date', 'issuer', 'signatory'] as const).map(
      (key) => ['document', (plan: Plan) => plan.document[key].value] as const,
    ),
    ['theme', (plan) => plan.theme?.value ?? null],
    ['theme', (plan) => (plan.period ? `${plan.period.from} – ${plan.period.to}` : null)],
  ];
  return values.flatMap(([kind, valueOf]) => {
    const [old, fresh] = [valueOf(before), valueOf(after)];
    return old === fresh ? [] : [`~ ${label(kind)}: ${old ?? NOTHING} → ${fresh ?? NOTHING}`];
  });
}

const LISTS: readonly (readonly [string, (plan: Plan) => string[]])[] = [
  ['slogans', (plan) => plan.slogans.map((slogan) => slogan.text)],
  [
    'deadlines',
    (plan) =>
      plan.deadlines.map(({ reporters, what, dueText }) =>
        [reporters.map((each) => each.name).join(', '), what, dueText].filter((part) => part !== '').join(': '),
      ),
  ],
  [
    'targets',
    (plan) =>
      plan.targets.map(
        ({ number, figures }) =>
          `${number}: ${figures.map((figure) => figure.value).join(', ')}: ${figures[0]?.what ?? ''}`,
      ),
  ],
  ['contacts', (plan) => plan.contacts.map((contact) => `${contact.name}: ${contact.phone}`)],
  [
    'assignments',
    (plan) =>
      plan.assignments.map(
        ({ parties, quote }) => `${parties.map((party) => party.name ?? party.agency).join(', ')}: ${quote}`,
      ),
  ],
  [
    'legalBases',
    (plan) =>
      plan.legalBases.map(({ type, number, about, date }) => `${type} ${number ?? about ?? ''} ${date ?? ''}`.trim()),
  ],
];

function changedLists(before: Plan, after: Plan, label: Label): string[] {
  return LISTS.flatMap(([kind, textsOf]) => {
    const [old, fresh] = [textsOf(before), textsOf(after)];
    const gone = without(old, fresh).map((text) => `- ${label(kind)}: ${text}`);
    const come = without(fresh, old).map((text) => `+ ${label(kind)}: ${text}`);
    return [...gone, ...come];
  });
}

function without(texts: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map(squash));
  return texts.filter((text) => !known.has(squash(text)));
}
