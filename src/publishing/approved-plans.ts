/** Plans that were approved in a chat: kept in the store, sealed, so that every process has them. */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { LoadedPlan } from '../knowledge/load.ts';
import { namesSchema, planSchema } from '../knowledge/schema.ts';
import type { Commit, Store, StoredRecord } from '../model/store.ts';
import type { Vault } from '../storage/vault.ts';

const PLAN = 'plan';
/** Changes with every approval, so that a process need not read all plans to see that nothing is new. */
const GENERATION = { kind: 'plans', id: 'generation' } as const;
/** Plans do not expire by themselves. */
const KEPT_MS = 50 * 365 * 24 * 3_600_000;

const approvedSchema = z.object({
  plan: planSchema,
  source: z.string(),
  names: namesSchema,
  /** What stood in the knowledge folder under this id when the plan was approved; null where nothing did. */
  replaces: z.string().nullable(),
});

export type ApprovedPlan = z.infer<typeof approvedSchema>;

/** What tells one version of a plan from another; what a newer schema fills in as empty does not change it. */
export function digestOf({ plan, source, names }: LoadedPlan): string {
  const text = JSON.stringify([plan, names ?? {}], (_, value: unknown) => (isEmpty(value) ? undefined : value));
  return createHash('sha256').update(text).update(source).digest('base64url');
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

export class ApprovedPlans {
  constructor(
    private readonly store: Store,
    private readonly vault: Vault,
  ) {}

  /** The name of the present state; another one after every approval and withdrawal. */
  async generation(now: number): Promise<string> {
    return (await this.store.get(GENERATION.kind, GENERATION.id, now))?.body ?? '';
  }

  /** All of them by id; null stands for one that cannot be read any more. */
  async all(now: number): Promise<Map<string, ApprovedPlan | null>> {
    const records = await this.store.list(PLAN, now);
    return new Map(records.map((record) => [record.id, this.open(record)]));
  }

  /** What to commit so that a plan is approved. */
  approval(approved: ApprovedPlan, now: number): Required<Pick<Commit, 'put'>> {
    const body = this.vault.seal(JSON.stringify(approved), PLAN);
    return { put: [{ kind: PLAN, id: approved.plan.id, body, expiresAt: now + KEPT_MS }, fresh(now)] };
  }

  /** What to commit so that a plan is no longer approved; null where it is not. */
  async withdrawal(id: string, now: number): Promise<Required<Pick<Commit, 'put' | 'remove'>> | null> {
    if (!(await this.store.get(PLAN, id, now))) return null;
    return { put: [fresh(now)], remove: [{ kind: PLAN, id }] };
  }

  private open(record: StoredRecord): ApprovedPlan | null {
    const opened = this.vault.open(record.body, PLAN);
    return opened === null ? null : (approvedSchema.safeParse(JSON.parse(opened)).data ?? null);
  }
}

function fresh(now: number): StoredRecord {
  return { ...GENERATION, body: randomBytes(12).toString('base64url'), expiresAt: now + KEPT_MS };
}
