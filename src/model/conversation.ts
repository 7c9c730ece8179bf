/** What a conversation remembers between two messages; plain data, so that any store can keep it. */
import type { Reply } from './reply.ts';

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

/** Who is spoken to where a child may be harmed. */
export type Reader = 'child' | 'adult' | 'official';

/** That help was just shown: nothing of what was told. */
export interface Care {
  /** The card, by its id. */
  readonly card: string;
  /** Whether the danger is now. */
  readonly now: boolean;
  readonly reader: Reader;
  readonly english: boolean;
  /** Milliseconds since 1970; from then on it is over. */
  readonly until: number;
  /** The plans' answer to the same message, should the card have been a misunderstanding. */
  readonly instead?: Reply;
}

export const HANDOVER_STEPS = ['what', 'where', 'safe', 'phone'] as const;
export type HandoverStep = (typeof HANDOVER_STEPS)[number];
export type HandoverNote = Readonly<Partial<Record<HandoverStep, string>>>;

/** A note for the duty officers that is being written; kept sealed, and gone when it is sent or cancelled. */
export interface Handover {
  readonly step: HandoverStep | 'confirm';
  readonly note: HandoverNote;
}

export interface Conversation {
  readonly place?: string;
  readonly year?: number;
  readonly focus?: Focus;
  readonly pending?: Pending;
  readonly care?: Care;
  readonly handover?: Handover;
  /** Names the choices offered last, for buttons. */
  readonly offered?: string;
}
