/** Answers searches from within any chat. */
import type { Api } from 'grammy';
import type { InlineQueryResultArticle } from 'grammy/types';
import type { ChannelLog, InlineResult } from '../../model/channel.ts';
import { failureOf } from './api-failure.ts';
import { boldEntities, cut, TEXT_LIMIT } from './message-format.ts';

export interface InlineParts {
  readonly api: Api;
  readonly log: ChannelLog;
  readonly inline: ((text: string) => Promise<readonly InlineResult[]>) | undefined;
}

const QUERY_LIMIT = 400;
const RESULT_LIMIT = 50;
const TITLE_LIMIT = 120;
/** Seconds: the answers change with the day. */
const CACHE_SECONDS = 30;

/** Answers one search, with an empty list where that fails; never rejects, for nobody waits for an old search. */
export async function answerInlineQuery(query: { id: string; text: string }, parts: InlineParts): Promise<void> {
  const results = await resultsFor(query.text.normalize('NFC').trim(), parts);
  const articles = results
    .filter(({ title, text }) => title.trim() !== '' && text.trim() !== '')
    .slice(0, RESULT_LIMIT)
    .map(article);
  try {
    await parts.api.answerInlineQuery(query.id, articles, { is_personal: true, cache_time: CACHE_SECONDS });
  } catch (error) {
    const { kind, code } = failureOf(error);
    parts.log('warn', { event: 'telegram-inline-unanswered', failure: kind, code });
  }
}

async function resultsFor(text: string, { inline, log }: InlineParts): Promise<readonly InlineResult[]> {
  if (!inline || text.length > QUERY_LIMIT) return [];
  try {
    return await inline(text);
  } catch (error) {
    log('error', { event: 'telegram-inline-failed', error: error instanceof Error ? error.name : 'unknown' });
    return [];
  }
}

function article({ title, text }: InlineResult, index: number): InlineQueryResultArticle {
  const whole = cut(text, TEXT_LIMIT);
  const entities = boldEntities(whole, false);
  return {
    type: 'article',
    id: String(index + 1),
    title: cut(title, TITLE_LIMIT),
    description: cut(text.replace(/\s+/g, ' '), TITLE_LIMIT),
    input_message_content: {
      message_text: whole,
      ...(entities.length > 0 ? { entities } : {}),
      link_preview_options: { is_disabled: true },
    },
  };
}
