import { expect, it } from 'vitest';
import { inlineResults } from '../../src/dialogue/inline.ts';
import { realWorld } from '../support/world.ts';

const world = realWorld();
const search = (text: string) => inlineResults(text, new Date('2025-05-06T09:00:00+07:00'), world);

it.each([
  ['hôm qua con bị dì nhốt không cho ăn', '111'],
  ['bố đang đánh em', '113\n111'],
  ['bố hay đánh em, mà khẩu hiệu số 1 ở Hạ Lang là gì', '111'],
])('finds the numbers first and nothing of the plans for "%s"', (text, numbers) => {
  const [result, ...others] = search(text);
  expect(others).toEqual([]);
  expect(result!.title).toBe(numbers.split('\n')[0]);
  expect(/^(\d{3}\n)+/.exec(result!.text)?.[0]).toBe(`${numbers}\n`);
});

it('finds the answer first, then at most eight facts with their sources', () => {
  const [answer, ...facts] = search('khẩu hiệu số 1 ở Hạ Lang');
  expect(answer!.text).toContain('Khẩu hiệu số 1');
  expect(answer!.title).toBe(answer!.text.split('\n', 1)[0]!.slice(0, 90));
  expect(facts).not.toEqual([]);
  expect(facts.length).toBeLessThanOrEqual(8);
  for (const { title, text } of facts) expect(title, text).toMatch(/ \(Kế hoạch năm \d{4} của .+\)$/);
});

it.each(['', '  ', 'zzzz qqqq'])('finds nothing for "%s"', (text) => {
  expect(search(text)).toEqual([]);
});
