import { expect, it } from 'vitest';
import { decide } from '../../src/dialogue/decide.ts';
import { buildWorld } from '../../src/dialogue/world.ts';
import type { LoadedPlan } from '../../src/knowledge/load.ts';
import { withPlans } from '../../src/knowledge/plan-names.ts';
import { realWorld } from '../support/world.ts';

const real = realWorld();
const found = real.knowledge.plans.find(({ plan }) => plan.id === 'ha-lang-2025')!;
const { plan } = found;

/** A second plan of the same place and year, whose reports are due on another day. */
const second: LoadedPlan = {
  ...found,
  plan: {
    ...plan,
    id: 'ha-lang-2025-77',
    document: {
      ...plan.document,
      title: { ...plan.document.title, value: 'Phòng, chống tai nạn đuối nước trẻ em năm 2025' },
      number: { ...plan.document.number, value: '77/KH-UBND' },
    },
    slogans: [],
    deadlines: plan.deadlines.map((deadline) => ({ ...deadline, due: '2025-09-20', dueText: 'trước ngày 20/9/2025' })),
  },
};
const world = buildWorld(withPlans(real.knowledge, [second]), real.assess);

const ask = (text: string) =>
  decide({ text, channel: 'private', now: new Date('2025-05-20T09:00:00+07:00') }, {}, world).reply;

it('gives the answers of two plans of one place and year side by side, each by its number', () => {
  const { kind, text, citations } = ask('Khi nào nộp báo cáo ở Hạ Lang?');
  expect(kind).toBe('answer');
  expect(text).toContain('Kế hoạch số 77/KH-UBND năm 2025 của huyện Hạ Lang:');
  expect(text).toContain('20/9/2025');
  expect(text).toContain('10/7/2025');
  expect(new Set(citations.map((citation) => citation.plan))).toEqual(new Set([plan.id, second.plan.id]));
  expect(text.match(/^Căn cứ: /gm)).toHaveLength(2);
});

it('answers from the plan whose title or number the question names', () => {
  for (const text of [
    'Kế hoạch phòng chống đuối nước ở Hạ Lang: khi nào nộp báo cáo?',
    'Khi nào nộp báo cáo theo kế hoạch số 77 của Hạ Lang?',
  ]) {
    const { citations } = ask(text);
    expect(new Set(citations.map((citation) => citation.plan)), text).toEqual(new Set([second.plan.id]));
  }
});

it('answers from the one plan that has what is asked for', () => {
  const { citations } = ask('Khẩu hiệu Tháng hành động ở Hạ Lang là gì?');
  expect(new Set(citations.map((citation) => citation.plan))).toEqual(new Set([plan.id]));
});

it('names a plan without its number where it is the only one of its year', () => {
  expect(ask('Khi nào nộp báo cáo năm ở Bình Phước?').text).not.toMatch(/Kế hoạch số/);
});
