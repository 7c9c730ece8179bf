/** What somebody wrote, freed of the channel it came through. */

export interface Message {
  readonly text: string;
  readonly channel: 'private' | 'group';
  /** The locality that the chat has set, in its own words. */
  readonly place?: string;
  readonly now: Date;
}
