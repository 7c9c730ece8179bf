import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ChatReply, ChatRequest, HttpWorld, RequestEvent } from '../../src/http/world.ts';

const yaml = readFileSync(new URL('../../knowledge/page.yaml', import.meta.url), 'utf8');

/** The sentences of the real page. */
export const pageTexts = z.record(z.string(), z.string()).parse(parse(yaml));

/** A reply with nothing but its text; the rest as given. */
export function chatReply(text: string, rest: Partial<ChatReply> = {}): ChatReply {
  return { kind: 'answer', text, citations: [], choices: [], ...rest };
}

export interface FakeWorld extends HttpWorld {
  requests: ChatRequest[];
  events: RequestEvent[];
}

/** A world that echoes, remembers what it was asked, and takes any part from the test. */
export function fakeWorld(parts: Partial<HttpWorld> = {}): FakeWorld {
  const requests: ChatRequest[] = [];
  const events: RequestEvent[] = [];
  const { reply = (request: ChatRequest) => chatReply(`echo: ${request.text}`), ...rest } = parts;
  return {
    requests,
    events,
    reply: (request) => {
      requests.push(request);
      return reply(request);
    },
    ready: () => Promise.resolve({ knowledge: true }),
    pageTexts,
    places: [
      { name: 'Đắk Nông', id: 'dak-nong' },
      { name: 'Bình Phước', id: 'binh-phuoc' },
    ],
    log: (event) => events.push(event),
    fallbackReply: () => chatReply('Gọi 111', { kind: 'safety' }),
    ...rest,
  };
}
