/** What those who run the service say of drafts of plans; what waits where, only the store knows. */
import type { Conversation } from '../model/conversation.ts';
import type { DraftCommand, Effect } from '../model/effect.ts';
import type { Message } from '../model/message.ts';
import { textReply } from '../model/reply.ts';
import type { Decision } from './decision.ts';
import { say } from './draft.ts';
import { placeNamed } from './plan-choice.ts';
import type { World } from './world.ts';

const COMMANDS: Readonly<Record<string, DraftCommand>> = {
  duyet: 'approve',
  huy: 'discard',
  tailen: 'upload',
  gokehoach: 'withdraw',
};
/** The id of a plan, or the code of a draft. */
const NAMED = /^([a-z0-9]+(-[a-z0-9]+)*)?$/;
/** A place and a year, for a document that does not tell them. */
const PLACED = /^(.{2,60})\s+(20\d\d)$/;

/** /duyet, /huy, /tailen, /gokehoach, or the same in plain words; null where plain words mean something else. */
export function draftCommand(
  name: string,
  rest: string,
  message: Message,
  conversation: Conversation,
  world: World,
): Decision | null {
  const allowed = message.operator === true && message.channel === 'private';
  const plainWords = !message.text.trimStart().startsWith('/');
  const named = rest.trim().toLowerCase();
  const placed = name === 'duyet' ? placeAndYear(named, world) : null;
  if (plainWords && (!allowed || !(placed || NAMED.test(named)))) return null;
  if (!allowed) return { reply: textReply('help', say(world, 'operators-only')), conversation };
  return withEffect(
    { command: COMMANDS[name] ?? 'discard', rest: placed ? '' : named, ...placed },
    conversation,
    world,
  );
}

/** Who runs the service and sends a link to a document, which cannot be fetched, gets a way to upload it. */
export function documentLink(message: Message, conversation: Conversation, world: World): Decision | null {
  if (message.operator !== true || message.channel !== 'private') return null;
  const links = message.text.toLowerCase().match(/https?:\/\/\S+/g) ?? [];
  const marks = world.knowledge.vocabulary.documentLinks;
  if (!links.some((link) => marks.some((mark) => link.includes(mark)))) return null;
  return withEffect({ command: 'upload', rest: '' }, conversation, world);
}

function placeAndYear(text: string, world: World): { place: string; year: number } | null {
  const [, name, year] = PLACED.exec(text) ?? [];
  const place = name === undefined ? null : placeNamed(name, world);
  return place === null ? null : { place, year: Number(year) };
}

type DraftEffect = Extract<Effect, { kind: 'drafts' }>;

function withEffect(effect: Omit<DraftEffect, 'kind'>, conversation: Conversation, world: World): Decision {
  const reply = textReply('help', say(world, 'draft-none'));
  return { reply, conversation, effects: [{ kind: 'drafts', ...effect }] };
}
