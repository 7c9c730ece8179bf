/** The webhook's entrance for servers that speak the web's Request and Response. */
import { createHash, timingSafeEqual } from 'node:crypto';

export const SECRET_HEADER = 'x-bot-api-secret-token';

/** Events are a few hundred bytes. */
const LARGEST_BODY = 256 * 1024;

/** As much of a bot as an entrance needs. */
interface WebhookBot {
  readonly webhookSecret: string | undefined;
  handleUpdate(body: unknown): Promise<void>;
}

/**
 * Answers the platform's deliveries: 200 once handled, and to its probe without a body; 401 without the secret, 413
 * above 256 kB, 400 for what is no JSON, 500 where a handler fails, so that the event comes again. Throws without a secret.
 */
export function webhookCallback(bot: WebhookBot, secret = bot.webhookSecret): (request: Request) => Promise<Response> {
  if (!secret) throw new Error('A Zalo webhook needs a secret: without it anybody could speak as the platform');
  return async (request) => new Response(null, { status: await statusFor(request, bot, secret) });
}

async function statusFor(request: Request, bot: WebhookBot, secret: string): Promise<number> {
  const text = await limitedText(request);
  if (text === '') return 200;
  if (!sameSecret(request.headers.get(SECRET_HEADER), secret)) return 401;
  if (text === null) return 413;
  try {
    const body: unknown = JSON.parse(text);
    return await bot.handleUpdate(body).then(
      () => 200,
      () => 500,
    );
  } catch {
    return 400;
  }
}

/** The body; null where it is too large. */
async function limitedText(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body = (request.body ?? []) as AsyncIterable<Uint8Array>;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LARGEST_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Compares digests, in constant time whatever the lengths. */
function sameSecret(shown: string | null, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return shown !== null && timingSafeEqual(digest(shown), digest(secret));
}
