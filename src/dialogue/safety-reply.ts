/** The reply to a sign of harm: 111 first, alone on its line; then what helps this kind of caller. */
import type { Assessment } from '../safety/assess.ts';
import type { Message } from '../model/message.ts';
import type { Reply } from '../model/reply.ts';
import { say } from './draft.ts';
import type { World } from './world.ts';

const BODILY = new Set(['accident', 'drowning', 'self-harm', 'neglect', 'abandoned']);

/** The safety card of an assessment; in a group one neutral line. */
export function safetyReply(assessment: Assessment, message: Message, world: World): Reply {
  const lines =
    message.channel === 'group'
      ? [say(world, 'safety-number'), say(world, 'safety-group')]
      : cardLines(assessment, world);
  return { kind: 'safety', text: lines.join('\n'), citations: [], choices: [] };
}

function cardLines(assessment: Assessment, world: World): string[] {
  const danger =
    assessment.level === 'emergency'
      ? [
          ...(BODILY.has(assessment.category) ? [say(world, 'safety-emergency-health')] : []),
          say(world, 'safety-emergency'),
        ]
      : [say(world, 'safety-danger')];
  const warm =
    assessment.speaker === 'child'
      ? 'safety-child'
      : assessment.speaker === 'official'
        ? 'safety-official'
        : 'safety-adult';
  return [
    say(world, 'safety-number'),
    say(world, 'safety-call'),
    ...danger,
    say(world, warm),
    say(world, 'safety-second'),
    say(world, 'safety-automatic'),
    say(world, 'safety-not'),
  ];
}
