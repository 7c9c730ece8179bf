/** Whether two imports of one document say the same. */
import { squash } from '../../../src/importing/plain-fold.ts';
import type { ImportedPlan } from '../../../src/importing/import-result.ts';

/** The facts of a plan as comparable words, by kind; where and in which words they stand may differ. */
export function factsOf(plan: ImportedPlan): Record<string, string[]> {
  return {
    heading: (['title', 'issuer', 'number', 'date', 'year', 'theme'] as const).map(
      (key) => `${key} ${squash(String(plan[key] ?? ''))}`,
    ),
    period: [JSON.stringify(plan.period)],
    slogans: plan.slogans.map(squash),
    deadlines: plan.deadlines.map((each) =>
      JSON.stringify([
        each.due,
        each.precision,
        each.recurrence,
        each.relative,
        squash(each.dueText),
        squash(each.reporter ?? ''),
        squash(each.recipient ?? ''),
        squash(each.via ?? ''),
        each.section,
      ]),
    ),
    assignments: plan.assignments.map(
      (each) => `${squash(each.agency)} ${each.role} ${each.section} ${squash(each.task)}`,
    ),
    targets: plan.targets.map((each) => `${each.number} ${each.figures.map(squash).join('|')}`),
    contacts: plan.contacts.map((each) => `${squash(each.name)} ${squash(each.phone)}`),
    bases: plan.legalBases.map(squash),
  };
}

/** The facts that only one of the two has, one a line. */
export function differences(plain: ImportedPlan, other: ImportedPlan): string[] {
  const [one, two] = [factsOf(plain), factsOf(other)];
  return Object.keys(one).flatMap((kind) => [
    ...without(one[kind]!, two[kind]!).map((each) => `- ${kind} ${each}`),
    ...without(two[kind]!, one[kind]!).map((each) => `+ ${kind} ${each}`),
  ]);
}

function without(all: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return all.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
