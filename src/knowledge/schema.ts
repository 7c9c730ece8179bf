/**
 * The shape of everything under `knowledge/`, as zod schemas. Editors see these names in YAML,
 * so they are the glossary's words and every object is strict: an unknown field is a typing error.
 */
import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by "-"');
const isoDate = z.iso.date();
const text = z.string().min(1);

/** Where a fact stands and the exact words it rests on (white space apart). */
const source = { section: text, quote: text, note: text.optional() };

/** A value of the document itself; null where the source leaves it blank, and then `note` says so. */
const documented = z.strictObject({ value: text.nullable(), section: text, quote: text.nullable(), note: text.optional() });

export const roleSchema = z.enum(['lead', 'coordinate', 'implement']);

const party = z.strictObject({ agency: id, role: roleSchema, name: text.optional() });

export const assignmentSchema = z.strictObject({
  id,
  ...source,
  /** Who is charged; empty for the plan's general tasks that name nobody. */
  parties: z.array(party),
  /** The agencies that the charged ones work with, as the quote names them ("phối hợp với …"). */
  partners: z.array(z.strictObject({ agency: id.optional(), name: text })).default([]),
  time: text.optional(),
  /** Words that people use for this task and that the quote does not contain. */
  topics: z.array(id).default([]),
});

export const deadlineSchema = z.strictObject({
  id,
  ...source,
  what: text,
  kind: z.enum(['report', 'plan', 'event', 'other']),
  /** Which report: the half-year's, the year's, the Action Month's. */
  period: z.enum(['half-year', 'year', 'action-month', 'quarter', 'month', 'other']),
  /** The date the text names ("trước ngày 15/11/2025" → 2025-11-15), null when it names none. */
  due: isoDate.nullable(),
  dueText: text,
  precision: z.enum(['month', 'quarter', 'halfyear', 'year']).optional(),
  recurrence: z.enum(['weekly', 'monthly', 'quarterly', 'annual']).optional(),
  reporters: z.array(z.strictObject({ agency: id.optional(), name: text })).min(1),
  recipients: z.array(z.strictObject({ agency: id.optional(), name: text })).default([]),
  via: z.strictObject({ agency: id.optional(), name: text }).nullable().default(null),
});

export const targetSchema = z.strictObject({
  id,
  ...source,
  /** As the plan numbers it: "21" or "2.5". */
  number: text,
  /** Each figure with the words that say what it measures, both copied from the quote. */
  figures: z.array(z.strictObject({ value: text, what: text })),
  leads: z.array(z.strictObject({ agency: id, role: roleSchema, section: text, quote: text })).default([]),
  topics: z.array(id).default([]),
});

export const sloganSchema = z.strictObject({ ...source, number: z.int().positive(), text: text });

export const planContactSchema = z.strictObject({ ...source, name: text, phone: text, asOf: text.optional() });

export const legalBasisSchema = z.strictObject({
  id,
  ...source,
  /** Kind of document in Vietnamese: "Quyết định", "Chỉ thị", "Luật" … */
  type: text,
  number: text.nullable(),
  date: isoDate.nullable(),
  issuer: text.nullable(),
  about: text.nullable(),
  /** The local document that implements it, when the plan says so. */
  implementedBy: text.optional(),
});

/** A passage kept whole: goals, requirements, funding, recipients, activities. */
export const passageSchema = z.strictObject({
  id,
  ...source,
  kind: z.enum(['goal', 'requirement', 'activity', 'funding', 'reporting', 'recipients', 'preamble', 'closing']),
  topics: z.array(id).default([]),
});

export const planSchema = z.strictObject({
  id,
  place: id,
  level: z.enum(['province', 'district', 'commune']),
  year: z.int().min(2000).max(2100),
  document: z.strictObject({
    type: documented,
    title: documented,
    issuer: documented,
    number: documented,
    date: documented,
    signatory: documented,
    signatoryRole: documented,
    basis: documented,
    proposedBy: documented,
    province: documented,
  }),
  theme: z.strictObject({ ...source, value: text }).nullable(),
  /** Further events that share the theme ("Tết Trung thu"), each with its own quote. */
  eventThemes: z.array(z.strictObject({ ...source, event: id, value: text })).default([]),
  period: z.strictObject({ ...source, from: isoDate, to: isoDate, text }).nullable(),
  slogans: z.array(sloganSchema).default([]),
  deadlines: z.array(deadlineSchema).default([]),
  targets: z.array(targetSchema).default([]),
  contacts: z.array(planContactSchema).default([]),
  legalBases: z.array(legalBasisSchema).default([]),
  assignments: z.array(assignmentSchema).default([]),
  passages: z.array(passageSchema).default([]),
  /** Source lines that are in no fact, each with the reason. */
  unclaimed: z.array(z.strictObject({ line: text, reason: text })).default([]),
});

const alias = z.array(text).default([]);

export const placesSchema = z.array(
  z.strictObject({
    id,
    name: text,
    kind: z.enum(['province', 'district', 'commune']),
    /** What it is called where that is not "tỉnh", "huyện" or "xã": "thành phố", "phường" … */
    title: text.optional(),
    /** The enclosing place at the time of its plan. */
    within: id.optional(),
    aliases: alias,
    /** Set when the place no longer exists under this name. */
    until: isoDate.optional(),
    successors: z.array(id).default([]),
    /** One line of what became of it, shown after an answer that names it. */
    today: text.optional(),
    sourceNote: text.optional(),
  }),
);

export const agenciesSchema = z.array(
  z.strictObject({
    id,
    name: text,
    aliases: alias,
    level: z.enum(['national', 'province', 'district', 'commune', 'any']),
    /** Bodies of one kind at several levels share a family, so that "Công an" finds the one a plan names. */
    family: id.optional(),
    /** One line of what became of it, where it no longer exists. */
    today: text.optional(),
    sourceNote: text.optional(),
  }),
);

/** The agencies and places that a plan brings along because the common lists do not have them. */
export const namesSchema = z.strictObject({ agencies: agenciesSchema.default([]), places: placesSchema.default([]) });

export const contactsSchema = z.array(
  z.strictObject({
    id,
    name: text,
    phone: z.string().regex(/^[0-9 .]+$/),
    use: text,
    free: z.boolean().optional(),
    source: text,
    reviewedOn: isoDate,
    reviewBy: isoDate,
  }),
);

export const holidaysSchema = z.strictObject({
  until: isoDate,
  days: z.array(z.strictObject({ date: isoDate, name: text, note: text.optional() })),
});

export type Plan = z.infer<typeof planSchema>;
export type Role = z.infer<typeof roleSchema>;
export type Assignment = z.infer<typeof assignmentSchema>;
export type Deadline = z.infer<typeof deadlineSchema>;
export type Target = z.infer<typeof targetSchema>;
export type LegalBasis = z.infer<typeof legalBasisSchema>;
export type Place = z.infer<typeof placesSchema>[number];
export type Agency = z.infer<typeof agenciesSchema>[number];
export type PlanNames = z.infer<typeof namesSchema>;
export type Contact = z.infer<typeof contactsSchema>[number];
