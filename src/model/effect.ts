/** What a decision asks the rest of the program to do. */
import type { HandoverNote } from './conversation.ts';

export const NUDGE_COMMANDS = ['nhacviec', 'danop', 'hoan', 'nguyenvan'] as const;
export type NudgeCommand = (typeof NUDGE_COMMANDS)[number];

/** What becomes of drafts of plans: approve or discard one, ask for a link to upload, take an approved plan back. */
export const DRAFT_COMMANDS = ['approve', 'discard', 'upload', 'withdraw'] as const;
export type DraftCommand = (typeof DRAFT_COMMANDS)[number];

export type Effect =
  /** Forget everything about this chat. */
  | { readonly kind: 'forget' }
  /** Pass the note to the duty officers: the person has agreed. */
  | { readonly kind: 'hand-over'; readonly note: HandoverNote }
  /** Somebody takes a case on; counts only in the duty chat. */
  | { readonly kind: 'accept-case'; readonly code: string }
  /** Keep this choice for the whole chat. */
  | { readonly kind: 'settings'; readonly place?: string; readonly placeId?: string; readonly agency?: string }
  /** Turn nudges on or off, mark a deadline as met, put it off, show its words; `agency` is the one that is named. */
  | {
      readonly kind: 'nudges';
      readonly command: NudgeCommand;
      readonly rest: string;
      readonly place?: string;
      readonly agency?: string;
    }
  /**
   * Work on drafts of plans; only for those who run the service. `rest` names a draft or a plan; place (by its id) and
   * year are told where the document does not tell them.
   */
  | {
      readonly kind: 'drafts';
      readonly command: DraftCommand;
      readonly rest: string;
      readonly place?: string;
      readonly year?: number;
    }
  /** Tell the ids of this chat and of the writer, as the configuration needs them. */
  | { readonly kind: 'show-ids' }
  /** Tell the figures of the service; only to those who run it. */
  | { readonly kind: 'statistics' }
  /** The plans have no answer: the question's words, folded, without names and numbers, are counted. */
  | { readonly kind: 'unanswered'; readonly words: string };
