import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importApart, type ImportRequest } from '../../src/importing/import-apart.ts';
import { KNOWLEDGE_DIRECTORY } from '../../src/open-world.ts';
import { knowledge } from '../support/world.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, 'documents/cao-bang-2026.txt'));
const never = new AbortController().signal;

function requestOf(name: string, bytes: Buffer): ImportRequest {
  const { agencies, places, plans } = knowledge;
  const known = { agencies: [...agencies], places: [...places], plans: [...plans] };
  return { name, bytes: bytes.toString('base64'), knowledgeDirectory: KNOWLEDGE_DIRECTORY, ...known };
}

describe('an import in a process of its own', () => {
  it('gives a draft, or the sentence that says why there is none', async () => {
    const requests = [requestOf('ke-hoach.txt', DOCUMENT), requestOf('hong.pdf', Buffer.from('%PDF-1.4 broken'))];
    const [drafted, refused] = await Promise.all(requests.map((request) => importApart(request, never)));
    expect(drafted).toMatchObject({ ok: true, report: { plan: { number: '1289/KH-UBND' } }, problems: [] });
    expect(drafted?.ok && drafted.review).toContain('data-facts');
    expect(refused).toEqual({ ok: false, error: expect.stringMatching(/\p{Lu}[^/]+\./u) as unknown });
  });

  it('that is stopped ends at once, and is not begun where it was stopped before', async () => {
    const stopping = new AbortController();
    const running = importApart(requestOf('ke-hoach.txt', DOCUMENT), stopping.signal);
    stopping.abort();
    await expect(running).rejects.toThrow(/abort/i);
    await expect(importApart(requestOf('ke-hoach.txt', DOCUMENT), stopping.signal)).rejects.toThrow(/abort/i);
  });

  it('gives nothing where the document was too much for it', async () => {
    expect(await importApart(requestOf('ke-hoach.txt', DOCUMENT), never, 1)).toBeNull();
  });
});
