/** A value of the heading with the words that it was read from. */
export interface Found {
  readonly value: string;
  readonly quote: string;
  readonly item: number;
}
