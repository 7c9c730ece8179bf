/** The assistant in a terminal: one answer, or a conversation. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { decide } from '../../dialogue/decide.ts';
import { say } from '../../dialogue/draft.ts';
import type { World } from '../../dialogue/world.ts';
import type { Conversation } from '../../model/conversation.ts';

export interface TerminalOptions {
  readonly place?: string;
  /** The clock of the conversation; the real one when absent. */
  readonly now?: Date;
}

/** Prints the answer to one question. */
export function askOnce(question: string, options: TerminalOptions, output: Writable, world: World): void {
  output.write(`${answer(question, {}, options, world).text}\n`);
}

/** Talks until the input ends. */
export async function converse(
  input: Readable,
  output: Writable,
  options: TerminalOptions,
  world: World,
): Promise<void> {
  let conversation: Conversation = {};
  output.write(`${say(world, 'help-first')}\n${say(world, 'help-example')}\n${say(world, 'help-111')}\n\n> `);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() !== '') {
      const decision = answer(line, conversation, options, world);
      conversation = decision.conversation;
      output.write(`\n${decision.text}\n\n`);
    }
    output.write('> ');
  }
  output.write('\n');
}

function answer(
  text: string,
  before: Conversation,
  options: TerminalOptions,
  world: World,
): { text: string; conversation: Conversation } {
  const message = {
    text,
    channel: 'private' as const,
    now: options.now ?? new Date(),
    ...(options.place ? { place: options.place } : {}),
  };
  const { reply, conversation } = decide(message, before, world);
  return { text: reply.text, conversation };
}
