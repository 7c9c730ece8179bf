import { describe, expect, it } from 'vitest';
import { Labels } from '../../src/knowledge/labels.ts';
import { buildNudgeWorld } from '../../src/nudges/nudge-world.ts';
import { knowledge, realWorld } from '../support/world.ts';

const labels = new Labels(knowledge);
const { plan } = knowledge.plans[0]!;
const numbered = (value: string | null) => ({
  ...plan,
  id: `${plan.id}-so-2`,
  document: { ...plan.document, number: { ...plan.document.number, value } },
});

describe('a place is called', () => {
  it('by its kind, or by its own title', () => {
    expect(['dak-nong', 'ha-lang', 'minh-long', 'hai-phong'].map((id) => labels.place(id))).toEqual([
      'tỉnh Đăk Nông',
      'huyện Hạ Lang',
      'xã Minh Long',
      'thành phố Hải Phòng',
    ]);
  });

  it('by its name alone where that says the kind already, by its id where it is not known', () => {
    expect([labels.place('ho-chi-minh'), labels.place('nowhere')]).toEqual(['Thành phố Hồ Chí Minh', 'nowhere']);
  });

  it('the same in answers and in nudges', () => {
    const worlds = [realWorld(), buildNudgeWorld(knowledge)];
    expect(worlds.map((world) => world.labels.place('da-nang'))).toEqual(['thành phố Đà Nẵng', 'thành phố Đà Nẵng']);
  });
});

describe('a plan is called', () => {
  it('by year and place where those name it', () => {
    expect(new Labels({ ...knowledge, plans: [{ plan, source: '' }] }).plan(plan)).toBe(
      'Kế hoạch năm 2021 của tỉnh Bình Phước',
    );
  });

  it('by its number beside another of that year and place, without one by its title', () => {
    const second = numbered('77/KH-UBND');
    const untitled = numbered(null);
    const both = new Labels({ ...knowledge, plans: [plan, second].map((each) => ({ plan: each, source: '' })) });
    expect(both.plan(second)).toBe('Kế hoạch số 77/KH-UBND năm 2021 của tỉnh Bình Phước');
    expect(both.plan(untitled)).toBe(`Kế hoạch “${plan.document.title.value}”`);
  });
});
