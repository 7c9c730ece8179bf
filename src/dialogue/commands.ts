/** Slash commands; those that ask something become the question they stand for. */
import type { Conversation } from '../model/conversation.ts';
import type { NudgeCommand } from '../model/effect.ts';
import type { Message } from '../model/message.ts';
import { textReply, type Choice, type Reply } from '../model/reply.ts';
import { fold } from '../text/fold.ts';
import { tokenize } from '../text/tokens.ts';
import type { Decision } from './decision.ts';
import { say } from './draft.ts';
import { draftCommand } from './draft-commands.ts';
import { helpReply } from './help.ts';
import { placeNamed } from './plan-choice.ts';
import { careCard } from './care/care-reply.ts';
import { beginHandover } from './care/handover.ts';
import type { World } from './world.ts';

/** What the link from a group to the private chat carries. */
const CONTINUED = 'rieng';
/** Words after a command in plain words; with more of them it is a sentence of another kind. */
const LONGEST_NAME = 6;
const MOST_AGENCIES = 9;
/** "Nhận MN-AB1234", as officers type it. */
const CASE_CODE = /^\s*(?:nhan(?: tin)?[\s:]+(?:mn[\s-]*)?|mn[\s-]*)([a-z]{2}\d{4})[\s.!]*$/;

/** Carries out a command, or gives the question it stands for; null when the message is no command. */
export function runCommand(
  message: Message,
  conversation: Conversation,
  world: World,
): Decision | { readonly question: string; readonly calendar?: boolean } | null {
  const command = commandIn(message.text, world);
  if (!command) return null;
  const { name, rest } = command;
  switch (name) {
    case 'start':
      return { reply: rest === CONTINUED ? privateReply(world) : helpReply('help', world), conversation };
    case 'trogiup':
    case 'help':
      return { reply: helpReply('help', world), conversation };
    case '111':
    case 'baocao':
      return helpCard(message, conversation, world);
    case 'chuyentin': {
      if (message.channel === 'group') return helpCard(message, conversation, world);
      const { reply, handover, effects } = beginHandover(message, conversation, world);
      return { reply, conversation: { ...conversation, ...(handover ? { handover } : {}) }, effects };
    }
    case 'nhan':
      return acceptCase(rest, conversation, world);
    case 'id':
      return showIds(conversation, world);
    case 'han':
      return { question: `${say(world, 'command-han')} ${rest}`.trim(), calendar: true };
    case 'khauhieu':
    case 'lienhe':
      return { question: `${say(world, `command-${name}`)} ${rest}`.trim() };
    case 'diaphuong':
      return setPlace(rest, conversation, world);
    case 'donvi':
      return setAgency(rest, message, conversation, world);
    case 'kehoach':
    case 'thongke':
      return operatorReply(name, message, conversation, world);
    case 'duyet':
    case 'huy':
    case 'tailen':
    case 'gokehoach':
      return draftCommand(name, rest, message, conversation, world);
    case 'nhacviec':
    case 'danop':
    case 'hoan':
    case 'nguyenvan':
      return nudgeCommand(name, rest, message, conversation, world);
    case 'xoadulieu':
      return forget(world);
    default:
      return { reply: helpReply('help', world), conversation };
  }
}

/** The command and what follows it: "/diaphuong Hạ Lang", or the same in plain words. */
function commandIn(text: string, world: World): { name: string; rest: string } | null {
  const slash = /^\s*\/([a-z0-9]+)(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text.replace(/^(@\w+\s+)+/, ''));
  if (slash) return { name: slash[1]!.toLowerCase(), rest: slash[2]?.trim() ?? '' };
  const code = CASE_CODE.exec(fold(text));
  if (code) return { name: 'nhan', rest: `mn-${code[1]!}` };
  const tokens = tokenize(text);
  const phrase = tokens.length > 0 ? world.commandWords.matchAt(tokens, 0)[0] : undefined;
  if (!phrase || tokens.length - phrase.tokens.length > LONGEST_NAME) return null;
  const words = text.trim().split(/\s+/).slice(phrase.tokens.length);
  // "Bật nhắc việc" stands for a command with its argument.
  const [name = '', ...given] = phrase.id.split(' ');
  return { name, rest: [...given, ...words].join(' ') };
}

/** Who comes from a group by its link. */
function privateReply(world: World): Reply {
  const text = [say(world, 'private-start'), say(world, 'help-111')].join('\n');
  return textReply('help', text);
}

/** /kehoach and /thongke: for those who run the service. */
function operatorReply(name: string, message: Message, conversation: Conversation, world: World): Decision {
  if (!message.operator || message.channel === 'group') {
    const text = say(world, 'operators-only');
    return { reply: textReply('help', text), conversation };
  }
  const lines = [...world.plans.values()].map((plan) =>
    say(world, 'plan-item', {
      id: plan.id,
      plan: world.labels.plan(plan),
      deadlines: plan.deadlines.length,
      assignments: plan.assignments.length,
    }),
  );
  const text = [say(world, 'plans-title', { count: lines.length }), ...lines, say(world, 'plans-how')].join('\n');
  const effects = name === 'thongke' ? [{ kind: 'statistics' } as const] : [];
  return { reply: textReply('help', text), conversation, effects };
}

/** /111 and /baocao: the general card. */
function helpCard(message: Message, conversation: Conversation, world: World): Decision {
  const general = { level: 'concern', category: 'none', speaker: 'unknown', uncertain: false } as const;
  const { care: _care, ...fresh } = conversation;
  const { reply, care } = careCard(general, { ...message, text: '' }, fresh, world);
  return { reply, conversation: { ...fresh, care } };
}

/** Whether this chat may accept cases is not for the dialogue to know: it says so where nobody else answers. */
function acceptCase(code: string, conversation: Conversation, world: World): Decision {
  const text = world.knowledge.care.duty.elsewhere;
  const effects = code === '' ? [] : [{ kind: 'accept-case', code: code.toUpperCase() } as const];
  return { reply: textReply('help', text), conversation, effects };
}

/** The ids that DUTY_CHAT and ADMIN_IDS need; what they are, only the channel knows. */
function showIds(conversation: Conversation, world: World): Decision {
  const text = say(world, 'ids-none');
  return { reply: textReply('help', text), conversation, effects: [{ kind: 'show-ids' }] };
}

/** What is nudged where, only the store knows: the reply comes from there. */
function nudgeCommand(
  command: NudgeCommand,
  rest: string,
  message: Message,
  conversation: Conversation,
  world: World,
): Decision {
  const place = (message.place && placeNamed(message.place, world)) ?? conversation.place;
  const agency = world.agencyNames.find(tokenize(rest))[0]?.id;
  const effect = {
    kind: 'nudges',
    command,
    rest,
    ...(place ? { place } : {}),
    ...(agency ? { agency } : {}),
  } as const;
  const text = say(world, 'nudges-none');
  return { reply: textReply('help', text), conversation, effects: [effect] };
}

function forget(world: World): Decision {
  const reply = textReply('help', say(world, 'forgotten'));
  return { reply, conversation: {}, effects: [{ kind: 'forget' }] };
}

function setAgency(name: string, message: Message, conversation: Conversation, world: World): Decision {
  const agency = world.agencyNames.find(tokenize(name))[0]?.id;
  if (agency) {
    const text = say(world, 'agency-set', { agency: world.agencies.get(agency)?.name ?? agency });
    const reply = textReply('help', text);
    return { reply, conversation, effects: [{ kind: 'settings', agency }] };
  }
  const offered = agenciesHere(message, conversation, world).map((id) => world.agencies.get(id)?.name ?? id);
  const choices = offered.map((label) => ({ label, value: `/donvi ${label}` }));
  const lines = [say(world, 'clarify-agency'), ...numbered(choices, world)];
  return {
    reply: textReply('clarify', lines, choices),
    conversation: { ...conversation, pending: { question: '', choices } },
  };
}

/** The agencies with the most tasks in the newest plan here, or in any plan where no place is known. */
function agenciesHere(message: Message, conversation: Conversation, world: World): string[] {
  const place = (message.place && placeNamed(message.place, world)) ?? conversation.place;
  const all = [...world.plans.values()].sort((a, b) => b.year - a.year);
  const plan = all.find((one) => one.place === place) ?? all[0];
  const counts = new Map<string, number>();
  for (const party of plan?.assignments.flatMap((one) => one.parties) ?? []) {
    if (party.agency) counts.set(party.agency, (counts.get(party.agency) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  return byCount.slice(0, MOST_AGENCIES).map(([id]) => id);
}

function numbered(choices: readonly Choice[], world: World): string[] {
  return choices.map((choice, at) => say(world, 'clarify-item', { number: at + 1, label: choice.label }));
}

function setPlace(name: string, conversation: Conversation, world: World): Decision {
  const place = placeNamed(name, world);
  if (place) {
    const text = say(world, 'place-set', { place: world.labels.place(place) });
    const name = world.places.get(place)?.name ?? place;
    return {
      reply: textReply('help', text),
      conversation: { ...conversation, place },
      effects: [{ kind: 'settings', place: name, placeId: place }],
    };
  }
  const places = [...new Set([...world.plans.values()].map((plan) => plan.place))];
  const choices = places.map((id) => ({
    label: world.labels.place(id),
    value: `/diaphuong ${world.places.get(id)?.name ?? id}`,
  }));
  const lines = [say(world, 'clarify-place'), ...numbered(choices, world)];
  return {
    reply: textReply('clarify', lines, choices),
    conversation: { ...conversation, pending: { question: '', choices } },
  };
}
