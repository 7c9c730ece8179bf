/** Fetches files that people sent: asks Telegram where one lies, and reads no more of it than is wanted. */
import { GrammyError, HttpError, type Api } from 'grammy';
import { request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { Channel, ChannelLog, FetchedFile } from '../../model/channel.ts';
import { failureOf } from './api-failure.ts';
import { createAgent } from './bot-api.ts';
import { fileAddress } from './file-address.ts';

export interface FileParts {
  readonly api: Api;
  readonly log: ChannelLog;
  /** Milliseconds that a file may take to come. */
  readonly timeoutMs: number;
}

type Reason = Exclude<FetchedFile['kind'], 'fetched'>;

/** Why there is no file; the code is for the log: a status, or the system's name of an error. */
class NotFetched extends Error {
  constructor(
    readonly kind: Reason,
    readonly code: string | number,
  ) {
    super('the file was not fetched');
    this.name = 'NotFetched';
  }
}

/** How Telegram refuses what is larger than it gives out to bots. */
const TOO_BIG = /file is too big/i;

const placeSchema = z.object({ file_path: z.string(), file_size: z.int().optional().catch(undefined) });

/** Fetches the files of a bot; every error becomes an outcome. */
export function createFileFetch({ api, log, timeoutMs }: FileParts): NonNullable<Channel['fetchFile']> {
  const dispatcher = createAgent(timeoutMs);
  return async (id, maxBytes) => {
    try {
      const { address, size } = await locate(api, id);
      if (size !== undefined && size > maxBytes) throw new NotFetched('too-large', 'size');
      const bytes = await read(address, maxBytes, { dispatcher, signal: AbortSignal.timeout(timeoutMs) });
      // Something between us and Telegram answered instead of it, or broke it off.
      if (size !== undefined && size !== bytes.length) throw new NotFetched('unreachable', 'size');
      return { kind: 'fetched', bytes };
    } catch (error) {
      const { kind, code } = reasonOf(error);
      log(code === 401 ? 'error' : 'warn', { event: 'telegram-file-not-fetched', outcome: kind, code });
      return { kind };
    }
  };
}

async function locate(api: Api, id: string): Promise<{ address: string; size: number | undefined }> {
  const place = placeSchema.safeParse(await api.getFile(id)).data;
  const address = place ? fileAddress(api, place.file_path) : null;
  if (!place || address === null) throw new NotFetched('gone', 'path');
  return { address, size: place.file_size };
}

async function read(
  address: string,
  maxBytes: number,
  options: { dispatcher: Dispatcher; signal: AbortSignal },
): Promise<Uint8Array> {
  const { statusCode: status, headers, body } = await request(address, options);
  const tooLarge = Number(headers['content-length']) > maxBytes;
  if (status !== 200 || tooLarge) {
    await body.dump();
    throw status === 200 ? new NotFetched('too-large', 'size') : new NotFetched(reasonOfStatus(status), status);
  }
  return firstBytes(body, maxBytes);
}

/** All that comes; leaving the loop early breaks the connection off. */
async function firstBytes(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new NotFetched('too-large', 'size');
    chunks.push(chunk);
  }
  // A buffer may share its memory with others, and a reader may give its bytes away to another thread.
  return new Uint8Array(Buffer.concat(chunks));
}

function reasonOf(error: unknown): NotFetched {
  if (error instanceof NotFetched) return error;
  if (error instanceof GrammyError) {
    const { error_code: status, description } = error;
    const tooBig = status === 400 && TOO_BIG.test(description);
    return new NotFetched(tooBig ? 'too-large' : reasonOfStatus(status), status);
  }
  // Errors of a download come bare, those of a call wrapped.
  const { code } = failureOf(error instanceof HttpError ? error : new HttpError('no file came', error));
  return new NotFetched('unreachable', code);
}

function reasonOfStatus(status: number): Reason {
  return status === 400 || status === 404 ? 'gone' : 'unreachable';
}
