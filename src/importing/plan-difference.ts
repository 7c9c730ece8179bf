/** What a newer version of a plan changes, in lines that people can read. */
import type { Plan } from '../knowledge/schema.ts';
import { squash } from './plain-fold.ts';

/** One line for each thing that goes ("-"), comes ("+") or changes ("~"). */
export function comparePlans(before: Plan, after: Plan): string[] {
  const lines: string[] = [];
  for (const key of ['title', 'number', 'date', 'issuer', 'signatory'] as const) {
    const [old, fresh] = [before.document[key].value, after.document[key].value];
    if (old !== fresh) lines.push(`~ document.${key}: ${old ?? '–'} → ${fresh ?? '–'}`);
  }
  if ((before.theme?.value ?? null) !== (after.theme?.value ?? null))
    lines.push(`~ theme: ${before.theme?.value ?? '–'} → ${after.theme?.value ?? '–'}`);
  const period = (plan: Plan): string => (plan.period ? `${plan.period.from} – ${plan.period.to}` : '–');
  if (period(before) !== period(after)) lines.push(`~ period: ${period(before)} → ${period(after)}`);
  const kinds: readonly (readonly [string, (plan: Plan) => string[]])[] = [
    ['slogans', (plan) => plan.slogans.map((slogan) => slogan.text)],
    [
      'deadlines',
      (plan) =>
        plan.deadlines.map(
          (deadline) =>
            `${deadline.reporters.map((each) => each.name).join(', ')}: ${deadline.what}: ${deadline.dueText}`,
        ),
    ],
    [
      'targets',
      (plan) =>
        plan.targets.map(
          (target) =>
            `${target.number}: ${target.figures.map((figure) => figure.value).join(', ')}: ${target.figures[0]?.what ?? ''}`,
        ),
    ],
    ['contacts', (plan) => plan.contacts.map((contact) => `${contact.name}: ${contact.phone}`)],
    [
      'assignments',
      (plan) =>
        plan.assignments.map(
          (each) =>
            `${each.parties.map((party) => `${party.name ?? party.agency} (${party.role})`).join(', ')}: ${each.quote}`,
        ),
    ],
    [
      'legalBases',
      (plan) =>
        plan.legalBases.map((basis) => `${basis.type} ${basis.number ?? basis.about ?? ''} ${basis.date ?? ''}`.trim()),
    ],
  ];
  for (const [kind, textsOf] of kinds) {
    const [old, fresh] = [textsOf(before), textsOf(after)];
    const [oldKeys, freshKeys] = [new Set(old.map(squash)), new Set(fresh.map(squash))];
    for (const text of old) if (!freshKeys.has(squash(text))) lines.push(`- ${kind}: ${text}`);
    for (const text of fresh) if (!oldKeys.has(squash(text))) lines.push(`+ ${kind}: ${text}`);
  }
  return lines;
}
