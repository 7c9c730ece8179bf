/** Many questions through one process: a JSON object a line in, a reply a line out, in order. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { decide } from '../../dialogue/decide.ts';
import type { World } from '../../dialogue/world.ts';
import type { Conversation } from '../../model/conversation.ts';
import { parseRequest, type JsonlRequest } from './request.ts';

/** Answers every line of the input; throws on the first unreadable line, naming its number, after answering the lines before it. */
export async function askJsonl(input: Readable, output: Writable, world: World): Promise<void> {
  const conversations = new Map<string, Conversation>();
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    const request = parseLine(line, number);
    const reply = answer(request, conversations, world);
    if (!output.write(`${JSON.stringify({ id: request.id, ...reply })}\n`)) await drained(output);
  }
}

function parseLine(line: string, number: number): JsonlRequest {
  try {
    return parseRequest(line);
  } catch (error) {
    throw new Error(`line ${number}: ${error instanceof Error ? error.message : 'unreadable'}`, { cause: error });
  }
}

function answer(request: JsonlRequest, conversations: Map<string, Conversation>, world: World) {
  const before = request.conversation === undefined ? {} : (conversations.get(request.conversation) ?? {});
  const message = {
    text: request.text,
    channel: request.channel ?? ('private' as const),
    now: request.now === undefined ? new Date() : new Date(request.now),
    ...(request.place ? { place: request.place } : {}),
  };
  const { reply, conversation } = decide(message, before, world);
  if (request.conversation !== undefined) conversations.set(request.conversation, conversation);
  return { kind: reply.kind, text: reply.text, citations: reply.citations, choices: reply.choices };
}

function drained(output: Writable): Promise<void> {
  return new Promise((resolve) => {
    output.once('drain', resolve);
  });
}
