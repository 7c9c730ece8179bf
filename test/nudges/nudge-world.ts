import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import { KNOWLEDGE_DIRECTORY } from '../../src/open-world.ts';
import { nudgesSchema } from '../../src/knowledge/nudges-schema.ts';
import type { Deadline, Plan } from '../../src/knowledge/schema.ts';
import { buildNudgeWorld, type NudgeKnowledge, type NudgeWorld } from '../../src/nudges/nudge-world.ts';
import { Timetable } from '../../src/nudges/timetable.ts';
import { knowledge } from '../support/world.ts';

/** The settings and sentences of nudges as they are shipped. */
export const nudges = nudgesSchema.parse(
  load(readFileSync(join(KNOWLEDGE_DIRECTORY, 'nudges.yaml'), 'utf8'), { schema: CORE_SCHEMA }),
);

/** The real knowledge, some of it replaced. */
export function worldWith(changes: Partial<NudgeKnowledge> = {}): NudgeWorld {
  return buildNudgeWorld({ ...knowledge, nudges, ...changes });
}

export const world = worldWith();
export const timetable = new Timetable(world);

/** A real plan by its id. */
export function planOf(id: string): Plan {
  return knowledge.plans.find(({ plan }) => plan.id === id)!.plan;
}

/** A plan of Bình Phước in 2026 with these deadlines and nothing else. */
export function planWith(deadlines: readonly Partial<Deadline>[], changes: Partial<Plan> = {}): Plan {
  const full = deadlines.map((deadline, at): Deadline => ({
    id: `d-${at + 1}`,
    section: 'V',
    quote: 'nguyên văn',
    what: 'báo cáo',
    kind: 'report',
    period: 'other',
    due: null,
    dueText: '',
    reporters: [{ agency: 'so-gddt', name: 'Sở Giáo dục và Đào tạo' }],
    recipients: [{ agency: 'ubnd-tinh', name: 'UBND tỉnh' }],
    via: null,
    ...deadline,
  }));
  return { ...planOf('binh-phuoc-2025'), id: 'binh-phuoc-2026', year: 2026, deadlines: full, ...changes };
}

/** A world that has one plan only. */
export function worldOf(plan: Plan): NudgeWorld {
  return worldWith({ plans: [{ plan, source: '' }] });
}

/** An instant in Vietnam: "2025-11-07 08:00". */
export function at(written: string): number {
  return Date.parse(`${written.replace(' ', 'T')}:00+07:00`);
}
