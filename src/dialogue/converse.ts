/** The reply to a message that signs no harm: commands, choices, courtesies, questions. */
import type { Conversation } from '../model/conversation.ts';
import type { Message } from '../model/message.ts';
import type { Token } from '../text/tokens.ts';
import { answerAll } from './answer-all.ts';
import { pickChoice } from './choices.ts';
import { runCommand } from './commands.ts';
import type { Decision } from './decision.ts';
import { documentLink } from './draft-commands.ts';
import { say } from './draft.ts';
import { helpReply, smallTalkReply } from './help.ts';
import { readText } from './reading.ts';
import { smallTalkOf } from './small-talk.ts';
import type { World } from './world.ts';

/** The reply to a message that signs no harm. */
export function converse(message: Message, conversation: Conversation, world: World): Decision {
  const command = runCommand(message, conversation, world);
  if (command && 'reply' in command) return command;
  const link = documentLink(message, conversation, world);
  if (link) return link;
  const text = withOwnUnit(command ? command.question : message.text, message, world);
  const { tokens } = readText(text, world);
  if (tokens.length === 0) return { reply: helpReply('empty', world), conversation };
  const picked = pickChoice(text, tokens, conversation);
  if (picked !== null) return takeChoice({ ...message, text: picked }, conversation, world);
  const talk = smallTalkOf(tokens, world.smallTalk);
  if (talk) return { reply: smallTalkReply(talk, world), conversation };
  const decision = withCalendar(answerAll({ ...message, text }, conversation, world), command, world);
  if (decision.reply.kind === 'unknown' && opensWithGreeting(tokens, world) && !text.includes('?')) {
    return { reply: smallTalkReply('greeting', world), conversation };
  }
  return decision;
}

/** Under the deadlines, where to subscribe to them. */
function withCalendar(decision: Decision, command: { readonly calendar?: boolean } | null, world: World): Decision {
  const plan = decision.reply.citations[0]?.plan;
  if (!command?.calendar || decision.reply.kind !== 'answer' || !plan || world.publicUrl === undefined) return decision;
  const line = say(world, 'calendar-line', { url: `${world.publicUrl}/calendar/${plan}.ics` });
  return { ...decision, reply: { ...decision.reply, text: `${decision.reply.text}\n${line}` } };
}

/** "Đơn vị tôi" becomes the name of the agency that the chat has set. */
function withOwnUnit(text: string, message: Message, world: World): string {
  const name = message.agency === undefined ? undefined : world.agencies.get(message.agency)?.name;
  if (name === undefined) return text;
  const own = world.knowledge.vocabulary.ownUnit.find((phrase) => text.toLowerCase().includes(phrase));
  if (own === undefined) return text;
  const at = text.toLowerCase().indexOf(own);
  return `${text.slice(0, at)}${name}${text.slice(at + own.length)}`;
}

/** What a choice stands for: a command, or the question that waited for it. */
function takeChoice(message: Message, conversation: Conversation, world: World): Decision {
  const { pending: _pending, ...rest } = conversation;
  const command = runCommand(message, rest, world);
  return command && 'reply' in command ? command : answerAll(message, rest, world);
}

function opensWithGreeting(tokens: readonly Token[], world: World): boolean {
  const opening = tokens.slice(0, 3);
  return (
    tokens.length < 20 &&
    opening.some((_, at) => world.smallTalk.matchAt(opening, at).some((phrase) => phrase.id === 'greeting'))
  );
}
