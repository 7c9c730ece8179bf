/** What is answered to an administrator, and what to commit together with it. */
import type { Choice } from '../model/reply.ts';
import type { RecordName, StoredRecord } from '../model/store.ts';

export interface DraftAnswer {
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly put: readonly StoredRecord[];
  readonly remove: readonly RecordName[];
  /** Whether the plans change with the commit. */
  readonly publishes: boolean;
}

/** An answer that changes nothing. */
export function plainAnswer(text: string): DraftAnswer {
  return { text, choices: [], put: [], remove: [], publishes: false };
}
