import { expect, it } from 'vitest';
import { importedWorld } from '../support/imported-world.ts';
import { askAll, questionSets, scoreOf } from '../support/questions.ts';

it(
  'plans as they are imported, uncorrected, answer nine of ten questions of the sets',
  { timeout: 60_000 },
  async () => {
    const world = await importedWorld();
    const { total, right, wrong } = scoreOf(questionSets().flatMap(({ questions }) => askAll(questions, world)));
    expect(right / total).toBeGreaterThan(0.9);
    expect(wrong / total).toBeLessThan(0.07);
  },
);
