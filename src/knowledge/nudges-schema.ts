/** The shape of `nudges.yaml`: when nudges are sent, what they say, and the yearly cycle that no plan has to repeat. */
import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by "-"');
const text = z.string().min(1);
const isoDate = z.iso.date();
/** A time of day, "08:00". */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:00');
/** A day of a month, "10/7". */
const dayAndMonth = z.string().regex(/^([1-9]|[12]\d|3[01])\/([1-9]|1[0-2])$/, 'must be a day and month such as 10/7');
const offsets = z.array(z.int().min(0).max(60)).min(1);
const level = z.enum(['province', 'district', 'commune']);

const settingsSchema = z.strictObject({
  /** When nudges are sent, in Vietnam. */
  hour: clock,
  /** Days before the last working day; 0 is that day itself. */
  offsets,
  recurringOffsets: z.strictObject({ weekly: offsets, monthly: offsets, quarterly: offsets, annual: offsets }),
  quietFrom: clock,
  quietTo: clock,
  pauseMinutes: z.int().min(0).max(1440),
  lateAfterMinutes: z.int().min(0).max(1440),
  seasonDays: z.int().min(1).max(120),
  seasonGapDays: z.int().min(1).max(180),
  changesFrom: isoDate,
});

const party = z.strictObject({ agency: id.optional(), name: text });

const eventSchema = z
  .strictObject({ id, names: z.array(text).min(1), lunar: dayAndMonth.optional(), solar: dayAndMonth.optional(), label: text })
  .refine(({ lunar, solar }) => (lunar === undefined) !== (solar === undefined), 'needs either "lunar" or "solar"');

const stepSchema = z.strictObject({
  id,
  level,
  /** The last day that the step existed. */
  until: isoDate.optional(),
  before: dayAndMonth,
  what: text,
  reporters: z.array(party).min(1),
  /** Agencies that are nudged although the text does not name them. */
  also: z.array(id).default([]),
  recipients: z.array(party).default([]),
  note: text.optional(),
});

export const NUDGE_TEXTS = [
  'head',
  'head-late',
  'late',
  'to-agency',
  'to-all',
  'item',
  'item-numbered',
  'due',
  'due-event',
  'due-past',
  'due-collect',
  'left',
  'left-tomorrow',
  'left-today',
  'reporters',
  'recipients',
  'recipients-via',
  'via',
  'source',
  'source-circular',
  'note',
  'today',
  'no-holidays',
  'missing',
  'missing-nobody-yet',
  'missing-none',
  'missing-upstream',
  'missing-upstream-nobody-yet',
  'units-more',
  'elsewhere',
  'weekly',
  'weekly-more',
  'weekly-item',
  'season',
  'season-item',
  'season-ask',
  'choice-done',
  'choice-done-event',
  'choice-done-number',
  'choice-done-event-number',
  'choice-snooze',
  'choice-original',
  'choice-all',
  'subscribed',
  'subscribed-agency',
  'subscribed-next',
  'subscribed-nothing',
  'subscribed-stop',
  'place-needed',
  'agency-binds-nothing',
  'unsubscribed',
  'not-subscribed',
  'weekly-on',
  'weekly-off',
  'reported',
  'reported-here',
  'reported-undone',
  'reported-which-agency',
  'reported-which',
  'reported-item',
  'reported-not-bound',
  'nothing-open',
  'snoozed',
  'snoozed-past',
  'original',
  'original-circular',
  'calendar-name',
  'calendar-event',
  'rehearsal-head',
  'rehearsal-place',
  'rehearsal-agency',
  'rehearsal-none',
  'rehearsal-undated',
  'rehearsal-holidays',
  'reason-before',
  'reason-day',
  'reason-after',
  'reason-collect',
  'reason-elsewhere',
  'reason-snooze',
  'reason-season',
  'undated-no-date',
  'undated-no-rule',
  'undated-no-event',
] as const;

export const nudgesSchema = z.strictObject({
  settings: settingsSchema,
  /** What a name for many bodies of one level takes in. */
  collectives: z.array(z.strictObject({ agency: id, level, except: z.array(id).default([]) })),
  /** Ids that stand for many bodies: one of them reporting is not all of them. */
  plural: z.array(id),
  events: z.array(eventSchema),
  cycle: z.strictObject({ id, source: text, section: text, due: text, steps: z.array(stepSchema).min(1) }),
  weekdays: z.array(text).length(7),
  texts: z.record(z.enum(NUDGE_TEXTS), text),
});

export type Nudges = z.infer<typeof nudgesSchema>;
export type NudgeSettings = Nudges['settings'];
export type NudgeEvent = Nudges['events'][number];
export type CycleStep = Nudges['cycle']['steps'][number];
export type NudgeText = (typeof NUDGE_TEXTS)[number];
