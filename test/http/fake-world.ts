import { fileURLToPath } from 'node:url';
import type { ChatReply, ChatRequest, HttpWorld, RequestEvent } from '../../src/http/world.ts';
import { loadPageTexts } from '../../src/knowledge/load.ts';

/** The sentences of the real page. */
export const pageTexts = loadPageTexts(fileURLToPath(new URL('../../knowledge', import.meta.url)));

/** A reply with nothing but its text; the rest as given. */
export function chatReply(text: string, rest: Partial<ChatReply> = {}): ChatReply {
  return { kind: 'answer', text, citations: [], choices: [], ...rest };
}

export interface FakeWorld extends HttpWorld {
  requests: ChatRequest[];
  events: RequestEvent[];
  /** Messages that the page has not fetched yet. */
  waiting: string[];
}

/** A world that echoes, remembers what it was asked, and takes any part from the test. */
export function fakeWorld(parts: Partial<HttpWorld> = {}): FakeWorld {
  const requests: ChatRequest[] = [];
  const events: RequestEvent[] = [];
  const waiting: string[] = [];
  const places = [
    { name: 'Đắk Nông', id: 'dak-nong' },
    { name: 'Bình Phước', id: 'binh-phuoc' },
  ];
  const { reply = (request: ChatRequest) => chatReply(`echo: ${request.text}`), ...rest } = parts;
  return {
    requests,
    events,
    waiting,
    reply: (request) => {
      requests.push(request);
      return reply(request);
    },
    ready: () => Promise.resolve({ knowledge: true }),
    pageTexts,
    places: () => places,
    log: (event) => events.push(event),
    webhooks: {},
    metrics: { contentType: 'text/plain', text: () => Promise.resolve('') },
    behindProxy: false,
    deadlines: () => ({ today: '2025-05-06', entries: [], calendars: [] }),
    calendar: () => Promise.resolve(null),
    review: () => Promise.resolve(null),
    uploadOpen: () => Promise.resolve(false),
    upload: () => Promise.resolve({ kind: 'expired', text: 'hết hạn' }),
    mail: () => Promise.resolve(waiting.splice(0)),
    fallbackReply: () => chatReply('Gọi 111', { kind: 'safety' }),
    ...rest,
  };
}
