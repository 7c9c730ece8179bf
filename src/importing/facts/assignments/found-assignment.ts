/** A duty with those who are charged with it. */
import type { Party } from '../agency-book.ts';
import type { Role } from '../roles.ts';

export interface FoundAssignment {
  readonly section: string;
  readonly quote: string;
  /** The task's words without marker and subject. */
  readonly task: string;
  readonly parties: readonly Charged[];
  readonly partners: readonly Party[];
  readonly time: string | null;
  readonly item: number;
}

export interface Charged extends Party {
  readonly role: Role;
  /** Set where the one in charge is told to work with it ("phối hợp với …"). */
  readonly partner?: true;
}
