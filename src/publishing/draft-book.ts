/** Drafts of plans: shown to the administrator who sent the document, approved or discarded in the same chat. */
import { say } from '../dialogue/draft.ts';
import type { World } from '../dialogue/world.ts';
import { judgeDraft, type Approval } from '../importing/approve.ts';
import { UNKNOWN_ID } from '../importing/draft/draft-plan.ts';
import type { ImportOutcome } from '../importing/import-apart.ts';
import type { ImportingWords } from '../knowledge/importing-schema.ts';
import { KnowledgeError, type LoadedPlan } from '../knowledge/load.ts';
import { namesSchema } from '../knowledge/schema.ts';
import type { Outgoing } from '../model/outgoing.ts';
import type { Commit, MakeDeliveries, NewDelivery } from '../model/store.ts';
import type { ApprovedPlans } from './approved-plans.ts';
import { choicesKeyOfDraft, commandOfDraftChoice } from './draft-choices.ts';
import { nameOf, randomLetters, type DraftRecords, type Kept, type KeptDraft } from './draft-records.ts';
import { plainAnswer, type DraftAnswer } from './draft-answer.ts';
import { lacksPlace, mayBeOf, misfitsOf, placedPlan, withOwnId, type Told } from './placed-draft.ts';
import { draftSummary, listed, type Judgement } from './draft-summary.ts';

const DELIVERY_MS = 24 * 60 * 60_000;
const MOST_CHANGES = 40;

export interface DraftOptions {
  readonly records: DraftRecords;
  readonly world: () => World;
  readonly words: ImportingWords;
  readonly approved: ApprovedPlans;
  /** The version of a plan in the knowledge folder. */
  readonly folderVersion: (id: string) => string | null;
  readonly delivery: MakeDeliveries;
  readonly publicUrl: string | undefined;
}

/** What to commit so that a draft waits and is shown. */
export type Drafting = Required<Pick<Commit, 'put' | 'remove' | 'send'>>;

type Drafted = Extract<ImportOutcome, { ok: true }>;

export class DraftBook {
  constructor(private readonly options: DraftOptions) {}

  /** Approves the draft that waits in a chat, or the one that is named; place and year where they are told. */
  async approve(chat: string, named: string, now: number, told: Told = {}): Promise<DraftAnswer> {
    const isMeant = (draft: KeptDraft) => isNamed(draft, named) && mayBeOf(draft, told);
    const chosen = await this.choose(chat, isMeant, '/duyet', now);
    if ('text' in chosen) return chosen;
    const { record, value } = chosen;
    const { approval, judgement } = this.judge(value, told);
    if (!approval) {
      const problems = judgement.problems.map((text) => this.say('draft-item', { text }));
      const lines = listed('draft-problems', problems, MOST_CHANGES, this.options.world());
      return plainAnswer([...lines, this.say('draft-cannot')].join('\n'));
    }
    const { plan } = approval.loaded;
    const replaces = this.options.folderVersion(plan.id);
    const { put } = this.options.approved.approval({ ...approval.loaded, replaces }, now);
    const lines = [
      this.say('draft-approved', { title: value.title, id: plan.id }),
      ...listed('draft-replaced', approval.difference, MOST_CHANGES, this.options.world()),
    ];
    return { text: lines.join('\n'), choices: [], put, remove: [nameOf(record)], publishes: true };
  }

  /** Discards the draft that waits in a chat, or the one that is named. */
  async discard(chat: string, named: string, now: number): Promise<DraftAnswer> {
    const chosen = await this.choose(chat, (draft) => isNamed(draft, named), '/huy', now);
    if ('text' in chosen) return chosen;
    return this.answer('draft-discarded', { title: chosen.value.title }, { remove: [nameOf(chosen.record)] });
  }

  /** Takes back a plan that was approved in a chat; what the folder holds counts again. */
  async withdraw(id: string, now: number): Promise<DraftAnswer> {
    const change = await this.options.approved.withdrawal(id, now);
    if (!change) return this.answer('plan-not-withdrawn', { id });
    return { ...this.answer('plan-withdrawn', { id }, change), publishes: true };
  }

  /** The review page of a draft behind its link. */
  async review(key: string, now: number): Promise<string | null> {
    return (await this.options.records.draftOfLink(key, now))?.review ?? null;
  }

  /** What to commit so that a draft waits in a chat and is shown there; an older one of the same plan goes. */
  async drafted(
    id: string,
    chat: string,
    outcome: Drafted,
    now: number,
  ): Promise<{ readonly commit: Drafting; readonly text: string; readonly draft: KeptDraft }> {
    const waiting = await this.options.records.drafts(chat, now);
    const others = waiting.map(({ value }) => value);
    const draft = withOwnId(draftOf(outcome, now), others, this.options.world().knowledge);
    const isOlder = ({ planId }: KeptDraft) => planId === draft.planId && planId !== UNKNOWN_ID;
    const older = waiting.filter(({ value }) => isOlder(value));
    const { judgement } = this.judge(draft);
    const { publicUrl } = this.options;
    const reviewUrl = publicUrl === undefined ? null : `${publicUrl}${reviewPath(draft)}`;
    // What does not keep a draft from being approved is to be looked at all the same.
    const doubts = judgement.problems.length > 0 ? [] : draft.problems;
    const report = { ...outcome.report, warnings: [...doubts, ...(outcome.report.warnings ?? [])] };
    const text = draftSummary({ report, planId: draft.planId, judgement, reviewUrl }, this.options.world());
    const choicesKey = choicesKeyOfDraft(draft.code);
    const labels =
      judgement.problems.length > 0 ? [] : [this.say('draft-choice-approve'), this.say('draft-choice-discard')];
    const choices = labels.map((label, at) => ({ label, value: commandOfDraftChoice(choicesKey, at + 1) ?? label }));
    const message: Outgoing = { text, choices, choicesKey, urgency: 'reply' };
    const commit = {
      put: [this.options.records.draft(draft, chat, now)],
      remove: older.map(({ record }) => nameOf(record)),
      send: this.send(id, chat, message, now),
    };
    return { commit, text, draft };
  }

  /** The message to an administrator of what came of a document. */
  send(id: string, chat: string, message: Outgoing, now: number): NewDelivery[] {
    return this.options.delivery(`draft-${id}`, chat, message, now, now + DELIVERY_MS);
  }

  /** What approving a draft would do now. */
  private judge(
    draft: KeptDraft,
    told: Told = {},
  ): { readonly approval: Approval | null; readonly judgement: Judgement } {
    const { world, words } = this.options;
    const refused = (problems: readonly string[]) => ({
      approval: null,
      judgement: { replaced: false, difference: [], newNames: [], problems },
    });
    if (lacksPlace(draft) && (told.place === undefined || told.year === undefined))
      return refused([this.say('draft-needs-place')]);
    const plan = placedPlan(draft, told, world().knowledge);
    if (!plan) return refused(misfitsOf(draft));
    const loaded: LoadedPlan = { plan, source: draft.source, names: draft.names };
    try {
      const approval = judgeDraft(loaded, world().knowledge, words);
      return { approval, judgement: { ...approval, problems: [] } };
    } catch (error) {
      if (error instanceof KnowledgeError) return refused(error.problems);
      throw error;
    }
  }

  /** The draft that is meant; else what to answer instead. */
  private async choose(
    chat: string,
    isMeant: (draft: KeptDraft) => boolean,
    command: string,
    now: number,
  ): Promise<Kept<KeptDraft> | DraftAnswer> {
    const waiting = await this.options.records.drafts(chat, now);
    const meant = waiting.filter(({ value }) => isMeant(value));
    if (meant.length === 1) return meant[0]!;
    if (waiting.length === 0) return this.answer('draft-none');
    const choices = waiting.map(({ value }) => ({ label: value.planId, value: `${command} ${value.code}` }));
    const lines = waiting.map(({ value }, at) =>
      this.say('draft-which-item', { number: at + 1, id: value.planId, title: value.title }),
    );
    return { ...plainAnswer([this.say('draft-which'), ...lines].join('\n')), choices };
  }

  private answer(
    key: string,
    values: Readonly<Record<string, string | number>> = {},
    { put = [], remove = [] }: Pick<Commit, 'put' | 'remove'> = {},
  ): DraftAnswer {
    return { ...plainAnswer(this.say(key, values)), put, remove };
  }

  /** A sentence for an administrator. */
  say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    return say(this.options.world(), key, values);
  }
}

function draftOf({ report, plan, source, names, problems, review }: Drafted, now: number): KeptDraft {
  const planId = idOf(plan);
  const title = report.plan?.title ?? planId;
  const [code, secret] = [randomLetters(8), randomLetters(26)];
  return {
    code,
    secret,
    planId,
    title,
    plan,
    source,
    // Names that fit no list are missing on approval, which then says so.
    names: namesSchema.safeParse(names).data ?? { agencies: [], places: [] },
    problems: [...problems],
    review,
    at: now,
  };
}

function isNamed({ code, planId }: KeptDraft, named: string): boolean {
  return named === '' || [code, planId].includes(named.toLowerCase());
}

function idOf(plan: unknown): string {
  return typeof plan === 'object' && plan !== null && 'id' in plan ? String(plan.id) : '';
}

/** The path of the review page of a draft. */
export function reviewPath({ code, secret }: KeptDraft): string {
  return `/review/${code}${secret}`;
}
