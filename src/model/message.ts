/** What somebody wrote, freed of the channel it came through. */

export interface Message {
  readonly text: string;
  readonly channel: 'private' | 'group';
  /** The locality that the chat has set, in its own words. */
  readonly place?: string;
  /** The agency that the chat has set, by its id. */
  readonly agency?: string;
  /** Whether the writer runs this service. */
  readonly operator?: boolean;
  readonly now: Date;
}
