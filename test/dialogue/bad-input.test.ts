import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/dialogue/decide.ts';
import type { Message } from '../../src/model/message.ts';
import type { Reply } from '../../src/model/reply.ts';
import { realWorld } from '../support/world.ts';

const NOW = new Date('2025-06-12T08:20:00+07:00');
const MAX_MS = 200;
const KINDS = ['answer', 'clarify', 'unknown', 'safety', 'help'];

function ask(text: string, more: Partial<Message> = {}): Reply {
  return decide({ text, channel: 'private', now: NOW, ...more }, {}, realWorld()).reply;
}

/** The reply, and the shortest of three times: other tests run beside this one. */
function timed(text: string): { reply: Reply; ms: number } {
  realWorld();
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    ask(text);
    return performance.now() - start;
  });
  return { reply: ask(text), ms: Math.min(...times) };
}

const CASES: Record<string, string> = {
  empty: '',
  'white space': ' \n\t\u00a0\u3000 ',
  'zero-width characters': '\u200b\u200d\ufeff',
  'emoji only': '😀👶🏽👩‍👧‍👦🇻🇳',
  'control characters': '\u0000\u0001\u0007\u001b[31m\u007f',
  'control characters in a question': 'Hạn\u0000 nộp\u0007 báo cáo năm ở Bình Phước?',
  HTML: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'HTML round a question': '<b>Khi nào</b> nộp báo cáo năm ở <i>Bình Phước</i>?',
  'a lone high surrogate': 'báo cáo \ud83d năm',
  'a lone low surrogate': '\udc00 báo cáo',
  'combining marks alone': '\u0301\u0303\u0323'.repeat(50),
  'right-to-left marks': '\u202eháo cáo\u202c',
  punctuation: '???!!!...,,,((([[[',
  'regular expression characters': '.*+?^${}()|[]\\ (a+)+$',
  'a template of a sentence': '{plan} {due} {{name}} ${x}',
  'names of object fields': '__proto__ constructor toString hasOwnProperty',
  'an unknown place': 'Hạn nộp báo cáo ở Atlantis là khi nào?',
  'a place without a plan': 'Hạn nộp báo cáo ở Cà Mau là khi nào?',
  'an impossible date': 'Ngày 31/02/2025 đã quá hạn báo cáo ở Bình Phước chưa?',
  'an impossible month': 'Hạn 99/99/9999 thì sao?',
  'huge numbers': 'chỉ tiêu 99999999999999999999999999 của Bình Phước',
  'an unknown command': '/khongco gi ca',
  'a command without its name': '/',
  'one long word': 'a'.repeat(5000),
};

/** Texts of 100,000 characters of different make. */
const LONG: Record<string, string> = {
  'one letter': 'a',
  'one word': 'báo cáo ',
  'one question': 'Khi nào nộp báo cáo năm ở Bình Phước? ',
  'combining marks': 'a\u0301',
  emoji: '😀',
  brackets: '(',
  slashes: '/',
  digits: '1',
  'line breaks': '\n',
  'mistyped words': 'nhiemm vuj turong hocj ',
  'run-together words': 'baocaohocsinhtruonghoc',
};

describe('bad input gets a reply', () => {
  it.each(Object.entries(CASES))('%s', (_, text) => {
    const { reply, ms } = timed(text);
    expect(KINDS).toContain(reply.kind);
    expect(reply.text.trim()).not.toBe('');
    expect(ms).toBeLessThan(MAX_MS);
  });

  it.each(Object.entries(LONG))('100,000 characters of %s', (_, piece) => {
    const { reply, ms } = timed(piece.repeat(Math.ceil(100_000 / piece.length)).slice(0, 100_000));
    expect(KINDS).toContain(reply.kind);
    expect(reply.text.length).toBeLessThanOrEqual(4000);
    expect(ms).toBeLessThan(MAX_MS);
  });

  it('also in a group, with a strange place and in a strange year', () => {
    for (const place of ['', ' ', 'Atlantis', '<b>', 'x'.repeat(100)]) {
      for (const now of [new Date(0), new Date('9999-12-31T00:00:00Z')]) {
        const reply = ask('Khi nào nộp báo cáo năm?', { channel: 'group', place, now });
        expect(KINDS).toContain(reply.kind);
      }
    }
  });

  it('whatever the text, and remembers plain data', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        (text, place) => {
          const world = realWorld();
          const first = decide({ text, channel: 'private', now: NOW, place }, {}, world);
          expect(JSON.parse(JSON.stringify(first.conversation))).toEqual(first.conversation);
          expect(KINDS).toContain(
            decide({ text: '2', channel: 'group', now: NOW }, first.conversation, world).reply.kind,
          );
        },
      ),
    );
  });

  it('never answers from the plan of another place', () => {
    for (const text of [CASES['an unknown place'], CASES['a place without a plan']]) {
      expect(['unknown', 'clarify']).toContain(ask(text ?? '').kind);
    }
  });

  it('never repeats the HTML of a message', () => {
    for (const text of [CASES['HTML'], CASES['HTML round a question']]) expect(ask(text ?? '').text).not.toContain('<');
  });
});
