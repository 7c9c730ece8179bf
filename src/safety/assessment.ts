/** What the gate says of a message: the shared words of this room. */

/** How near the harm is; the order of the list is the order of weight. */
export const LEVELS = ['none', 'concern', 'disclosure', 'emergency'] as const;
export type Level = (typeof LEVELS)[number];

/** Who seems to be writing. */
export type Speaker = 'child' | 'adult' | 'official' | 'unknown';

/** The verdict on one message. */
export interface Assessment {
  readonly level: Level;
  /** The kind of harm, as in the training messages; `none` where nothing is found or suspected. */
  readonly category: string;
  readonly speaker: Speaker;
  /** 0 to 1: how sure the gate is that harm is meant. */
  readonly score: number;
  /** True near the threshold: the reply should let the writer correct the bot. */
  readonly uncertain: boolean;
  /** The level it would have were it sure; `none` unless `uncertain` below the threshold. */
  readonly suspected: Level;
  /** Names of the phrases and parts of the model that decided; never text of the message. */
  readonly reasons: readonly string[];
}

/** The weightier of two levels. */
export function heavier(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b;
}
