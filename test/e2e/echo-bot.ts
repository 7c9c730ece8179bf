/** The bare echo bot that the webhook's speed is measured against: grammY on node's own server, and nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { env } from 'node:process';
import { Bot, webhookCallback } from 'grammy';

const bot = new Bot(env['TELEGRAM_BOT_TOKEN'] ?? '', { client: { apiRoot: env['TELEGRAM_API_ROOT'] ?? '' } });
bot.on('message:text', (context) => context.reply(context.message.text));
await bot.init();
const handle = webhookCallback(bot, 'http', { secretToken: env['TELEGRAM_WEBHOOK_SECRET'] ?? '' });
const server = createServer((request, response) => {
  handle(request, response).catch(() => response.writeHead(500).end());
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
