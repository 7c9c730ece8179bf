/** Slash commands; those that ask something become the question they stand for. */
import type { Conversation } from '../model/conversation.ts';
import type { Message } from '../model/message.ts';
import type { Decision } from './decide.ts';
import { placeLabel, say } from './draft.ts';
import { helpReply } from './help.ts';
import { placeNamed } from './plan-choice.ts';
import { safetyReply } from './safety-reply.ts';
import type { World } from './world.ts';

/** Carries out a command, or gives the question it stands for; null when the message is no command. */
export function runCommand(
  message: Message,
  conversation: Conversation,
  world: World,
): Decision | { readonly question: string } | null {
  const match = message.text.replace(/^(@\w+\s+)+/, '').match(/^\s*\/([a-z0-9]+)(?:@\w+)?(?:\s+([\s\S]*))?$/i);
  if (!match) return null;
  const name = match[1]!.toLowerCase();
  const rest = match[2]?.trim() ?? '';
  switch (name) {
    case 'start':
    case 'trogiup':
    case 'help':
      return { reply: helpReply('help', world), conversation };
    case '111':
    case 'baocao':
      return { reply: safetyReply({ ...world.assess(''), level: 'concern' }, message, world), conversation };
    case 'han':
    case 'khauhieu':
    case 'lienhe':
      return { question: `${say(world, `command-${name}`)} ${rest}`.trim() };
    case 'diaphuong':
      return setPlace(rest, conversation, world);
    case 'xoadulieu':
      return { reply: { kind: 'help', text: say(world, 'forgotten'), citations: [], choices: [] }, conversation: {} };
    default:
      return { reply: helpReply('help', world), conversation };
  }
}

function setPlace(name: string, conversation: Conversation, world: World): Decision {
  const place = placeNamed(name, world);
  if (place) {
    const text = say(world, 'place-set', { place: placeLabel(place, world) });
    return { reply: { kind: 'help', text, citations: [], choices: [] }, conversation: { ...conversation, place } };
  }
  const places = [...new Set([...world.plans.values()].map((plan) => plan.place))];
  const choices = places.map((id) => ({
    label: placeLabel(id, world),
    value: `/diaphuong ${world.places.get(id)?.name ?? id}`,
  }));
  const lines = [
    say(world, 'clarify-place'),
    ...choices.map((choice, at) => say(world, 'clarify-item', { number: at + 1, label: choice.label })),
  ];
  return {
    reply: { kind: 'clarify', text: lines.join('\n'), citations: [], choices },
    conversation: { ...conversation, pending: { question: '', choices } },
  };
}
