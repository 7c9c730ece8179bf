/**
 * The knowledge while the program runs: that of the folder together with the plans approved in chats, read anew when
 * either has changed. What cannot be used is reported and leaves everything as it was.
 */
import { planProblems } from '../knowledge/consistency.ts';
import { knowledgeSteps, type Knowledge, type LoadedPlan } from '../knowledge/load.ts';
import { withPlans } from '../knowledge/plan-names.ts';
import { digestOf, type ApprovedPlan, type ApprovedPlans } from './approved-plans.ts';
import { folderStamp } from './folder-stamp.ts';
import { finishGently } from './gentle-steps.ts';

/** A line of the log: what is wrong, and with which plan. */
export type KnowledgeLog = (event: 'knowledge-refused' | 'plan-refused' | 'plan-superseded', plan?: string) => void;

export interface LiveOptions {
  readonly directory: string;
  /** What the folder held at start. */
  readonly folder: Knowledge;
  readonly approved: ApprovedPlans;
  readonly log: KnowledgeLog;
  /** Makes the rest of the program work with other knowledge. */
  readonly use: (knowledge: Knowledge) => Promise<void>;
}

export class LiveKnowledge {
  private folder: Knowledge;
  private stamp: string | null = null;
  private seen: string | null = null;
  private generation = '';
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: LiveOptions) {
    this.folder = options.folder;
  }

  /** The version of a plan in the folder, as approvals name it; null where the folder has none. */
  folderVersion(id: string): string | null {
    const found = this.folder.plans.find(({ plan }) => plan.id === id);
    return found ? digestOf(found) : null;
  }

  /** Takes up what was approved or withdrawn since the last time. */
  takeUpApproved(now: number): Promise<void> {
    return this.inOrder(() => this.lookIntoStore(now));
  }

  /** Takes up what has changed in the folder, once it has stopped changing. */
  takeUpFolder(now: number): Promise<void> {
    return this.inOrder(() => this.lookIntoFolder(now));
  }

  private inOrder(task: () => Promise<void>): Promise<void> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async lookIntoStore(now: number): Promise<void> {
    const generation = await this.options.approved.generation(now);
    if (generation === this.generation) return;
    await this.useAll(now);
    this.generation = generation;
  }

  private async lookIntoFolder(now: number): Promise<void> {
    const stamp = await folderStamp(this.options.directory);
    const still = stamp !== null && stamp === this.seen;
    this.seen = stamp;
    // The first look only learns what was read at start.
    this.stamp ??= stamp;
    if (!still || stamp === this.stamp) return;
    const folder = await this.readFolder();
    if (folder) {
      this.folder = folder;
      await this.useAll(now);
    }
    // Only now: where the store was away, the next look tries again.
    this.stamp = stamp;
  }

  private async readFolder(): Promise<Knowledge | null> {
    try {
      return await finishGently(knowledgeSteps(this.options.directory));
    } catch {
      // Somebody is in the midst of editing, or has made a mistake that knowledge:check shows.
      this.options.log('knowledge-refused');
      return null;
    }
  }

  private async useAll(now: number): Promise<void> {
    const approved = await this.options.approved.all(now);
    let knowledge = this.folder;
    for (const [id, plan] of approved) knowledge = this.withApproved(knowledge, id, plan);
    await this.options.use(knowledge);
  }

  private withApproved(knowledge: Knowledge, id: string, approved: ApprovedPlan | null): Knowledge {
    const { log } = this.options;
    if (!approved) {
      log('plan-refused', id);
      return knowledge;
    }
    const { replaces, ...loaded } = approved;
    if (this.folderVersion(id) !== replaces) {
      // Edited in the folder since: that is the newer word.
      log('plan-superseded', id);
      return knowledge;
    }
    const joined = withPlans(knowledge, [loaded satisfies LoadedPlan]);
    if (planProblems(loaded, joined).length === 0) return joined;
    log('plan-refused', id);
    return knowledge;
  }
}
