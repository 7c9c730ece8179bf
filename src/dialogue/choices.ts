/** Choices offered by the assistant: taken by number or by words. */
import type { Conversation } from '../model/conversation.ts';
import { fold } from '../text/fold.ts';
import type { Token } from '../text/tokens.ts';

const LEADING = new Set(['so', 'chon', 'cau', 'cai', 'o', 'cua', 'muc', 'thu', 'option', 'number']);

/** The waiting question completed with the chosen value, or null when the message chooses nothing. */
export function pickChoice(text: string, tokens: readonly Token[], conversation: Conversation): string | null {
  const { pending } = conversation;
  if (!pending) return null;
  const words = tokens.filter((token) => !LEADING.has(token.folded));
  const number =
    words.length > 0 && words.length <= 3 && /^\d{1,2}$/.test(words[0]!.folded) ? Number(words[0]!.folded) : null;
  const choice = number !== null ? pending.choices[number - 1] : pending.choices.find((each) => isNamed(text, each));
  if (!choice) return null;
  return `${pending.question} ${choice.value}`.trim();
}

function isNamed(text: string, choice: { readonly label: string; readonly value: string }): boolean {
  const said = ` ${fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  const value = fold(choice.value)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return said.length < value.length + 25 && said.includes(` ${value} `);
}
