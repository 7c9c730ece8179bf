/** The buttons under a nudge, and the command that each stands for; the key of the list holds all that is needed. */
import type { Choice } from '../model/reply.ts';
import { fold } from '../text/fold.ts';
import { sentence, type NudgeWorld } from './nudge-world.ts';
import { referenceOf, type Occurrence } from './occurrence.ts';

const PREFIX = 'nudge-';
const MOST_REFERENCES = 5;
const REFERENCE = /#([a-z0-9]{6})\b/g;

export interface Offer {
  readonly choices: readonly Choice[];
  readonly choicesKey: string;
}

/** The choices of a nudge: reported (each by its number), put off, the exact words. Null where nothing is asked. */
export function offerOf(occurrences: readonly Occurrence[], world: NudgeWorld): Offer | null {
  const shown = occurrences.slice(0, MOST_REFERENCES);
  if (shown.length === 0) return null;
  const choicesKey = `${PREFIX}${shown.map(referenceOf).join('-')}`;
  const one = shown.length === 1 && occurrences.length === 1;
  const labels = [
    ...shown.map(({ kind }, at) => {
      const event = kind === 'event' ? ('-event' as const) : ('' as const);
      return one
        ? sentence(world, `choice-done${event}`)
        : sentence(world, `choice-done${event}-number`, { number: at + 1 });
    }),
    sentence(world, 'choice-snooze'),
    sentence(world, 'choice-original'),
  ];
  const choices = labels.map((label, at) => ({ label, value: commandOfChoice(choicesKey, at + 1) ?? label }));
  return { choices, choicesKey };
}

/** The command that the choice of a number stands for ("/danop #k3j9qa"); null for any other list or number. */
export function commandOfChoice(choicesKey: string, choice: number): string | null {
  const references = referencesOf(choicesKey);
  if (!references) return null;
  const reported = references[choice - 1];
  if (reported !== undefined) return `/danop #${reported}`;
  const all = references.map((each) => `#${each}`).join(' ');
  if (choice === references.length + 1) return `/hoan ${all}`;
  return choice === references.length + 2 ? `/nguyenvan ${all}` : null;
}

/** The references of the deadlines under which choices stand; null for any other list. */
export function referencesOf(choicesKey: string): string[] | null {
  if (!/^nudge(-[a-z0-9]{6}){1,5}$/.test(choicesKey)) return null;
  return choicesKey.slice(PREFIX.length).split('-');
}

/** What follows a command about deadlines. */
export interface NudgeArguments {
  readonly references: readonly string[];
  /** "/danop huy": it was not reported after all. */
  readonly undo: boolean;
  /** "/danop tatca": all units have. */
  readonly all: boolean;
  /** The words left: the name of an agency. */
  readonly words: string;
}

/** Reads what follows /danop, /hoan and /nguyenvan. */
export function readNudgeArguments(rest: string): NudgeArguments {
  const references = [...rest.toLowerCase().matchAll(REFERENCE)].map((match) => match[1]!);
  const words = rest.replace(/#\w+/g, ' ').trim().replace(/\s+/g, ' ');
  const folded = fold(words);
  const undo = /^(huy|chua)$/.test(folded);
  const all = /^tat ?ca$/.test(folded);
  return { references, undo, all, words: undo || all ? '' : words };
}
