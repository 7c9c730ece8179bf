/** The shape of `safety/care.yaml`: what is said where a child may be harmed. */
import { z } from 'zod';

const line = z.string().min(1);
const lines = z.array(line).min(1);
const cues = z.array(z.coerce.string().min(1)).min(1);
const byReader = z.strictObject({ child: lines, adult: lines, en: lines });
const oneByReader = z.strictObject({ child: line, adult: line, en: line });
const id = z.string().regex(/^[a-z-]+$/);

const cardSchema = z.strictObject({
  id,
  /** The categories of an assessment that this card is for. */
  categories: z.array(id).min(1),
  /** The card is for messages with one of these words only; without a list, for any of its categories. */
  words: cues.optional(),
  /** The numbers to call in danger, the first first; without danger 111 stands alone. */
  numbers: z.array(z.coerce.string().regex(/^\d{3}$/)).min(1),
  now: byReader,
  told: byReader,
});

const followSchema = z.strictObject({
  id,
  cues,
  where: z.literal('group').optional(),
  when: z.enum(['now', 'told']).optional(),
  /** Nothing more than these lines: no reminder of danger after them. */
  calm: z.boolean().default(false),
  /** Not even the numbers lead: talk of something else. */
  plain: z.boolean().default(false),
  child: lines.optional(),
  adult: lines.optional(),
  official: lines.optional(),
  en: lines.optional(),
  say: z.strictObject({ group: z.enum(['told', 'again', 'private']) }).optional(),
});

const stepSchema = z.strictObject({ ask: line, label: line });

export const careSchema = z.strictObject({
  common: z.strictObject({
    call: oneByReader,
    danger: oneByReader,
    second: oneByReader,
    warm: oneByReader,
    automatic: oneByReader,
    privacy: oneByReader,
    correct: oneByReader,
    silent: oneByReader,
    reminder: z.strictObject({ now: line, told: line }),
  }),
  official: z.strictObject({ now: lines, told: lines }),
  group: z.strictObject({ told: line, again: line, private: line, en: line }),
  cards: z.array(cardSchema).min(1),
  follow: z.array(followSchema),
  otherwise: z.strictObject({ now: byReader, told: byReader }),
  mistaken: z.strictObject({ cues, unless: cues, say: line, keep: line }),
  safeWords: z.strictObject({ help: cues, danger: cues }),
  readers: z.strictObject({ adult: cues, official: cues, child: cues }),
  english: z.string(),
  handover: z.strictObject({
    start: cues,
    skip: cues,
    cancel: cues,
    confirm: cues,
    offer: line,
    intro: line,
    steps: z.strictObject({ what: stepSchema, where: stepSchema, safe: stepSchema, phone: stepSchema }),
    hint: line,
    again: line,
    summary: line,
    empty: line,
    ask: line,
    nothing: line,
    choices: z.strictObject({ send: line, skip: line, cancel: line, yes: line, no: line }),
    sending: line,
    cancelled: line,
    off: line,
    failed: line,
  }),
  duty: z.strictObject({
    note: line,
    accept: line,
    accepted: line,
    taken: line,
    unknown: line,
    elsewhere: line,
    waiting: line,
    sent: line,
    received: line,
    nobody: line,
    undelivered: line,
    how: line,
  }),
  locality: line,
  contentless: line,
});

export type Care = z.infer<typeof careSchema>;
export type CareCard = Care['cards'][number];
export type FollowUp = Care['follow'][number];
