/** What a conversation remembers between two messages; plain data, so that any store can keep it. */

export interface Focus {
  /** What the last answer was about: 'deadline', 'who', 'duties', 'slogan', 'target', 'legal', 'contact', 'theme', 'document', 'search'. */
  readonly topic: string;
  readonly plans: readonly string[];
  /** The question as understood, to be asked again with one part changed. */
  readonly question: string;
  readonly agencies: readonly string[];
  /** The number of the slogan or target, the id of the fact, where the answer was about one. */
  readonly number?: string;
  readonly factId?: string;
}

export interface Pending {
  /** The question that waits for the choice. */
  readonly question: string;
  readonly choices: readonly { readonly label: string; readonly value: string }[];
}

export interface Conversation {
  readonly place?: string;
  readonly year?: number;
  readonly focus?: Focus;
  readonly pending?: Pending;
}
