/** Choices for a platform without buttons: numbered lines, each of which works by its number or its words. */
import type { Choice } from '../../model/reply.ts';

/** The lines of the choices, "1. label"; empty where the text already has every one of them. */
export function numberedLines(text: string, choices: readonly Choice[]): string {
  const lines = choices.map((choice, at) => `${at + 1}. ${choice.label}`);
  const shown = text.split('\n').map(plain);
  const complete = lines.every((line) => shown.some((each) => each.startsWith(plain(line))));
  return complete ? '' : lines.join('\n');
}

/** A line for comparing: "1) Label" and " 1. label" are the same. */
function plain(line: string): string {
  return line
    .normalize('NFC')
    .toLowerCase()
    .replace(/^\s*(\d+)[.)]\s*/, '$1. ')
    .replace(/\s+/g, ' ')
    .trim();
}
