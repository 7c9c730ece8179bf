/**
 * The real process between both emulated platforms. The suites mostly wait, for processes and for patience to end: they
 * run side by side, each in its own order, over processes and platforms of its own.
 */
import { describe } from 'vitest';
import { redisAvailable } from '../support/redis-server.ts';
import { conversations } from './conversations-suite.ts';
import { documents } from './documents-suite.ts';
import { failures } from './failures-suite.ts';
import { handover } from './handover-suite.ts';
import { onRedis } from './redis-suite.ts';
import { restarts } from './restarts-suite.ts';

const SUITES: Readonly<Record<string, () => void>> = {
  'by polling': () => conversations('polling'),
  'by webhook': () => conversations('webhook'),
  'while the platforms fail': failures,
  'when it is ended or killed': restarts,
  'the hand-over': handover,
  documents: documents,
};

const SIDE_BY_SIDE = { concurrent: true };
const IN_ORDER = { concurrent: false };

for (const [name, suite] of Object.entries(SUITES)) {
  describe(name, SIDE_BY_SIDE, () => {
    describe('the real process', IN_ORDER, suite);
  });
}

const withRedis = redisAvailable('processes that share a Redis, end to end');
describe.skipIf(!withRedis)('two on one Redis', SIDE_BY_SIDE, () => {
  describe('the real processes', IN_ORDER, onRedis);
});
