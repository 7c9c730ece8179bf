/** Nudges by the real process, with its clock set shortly before the hour of nudges, on both emulated platforms. */
import { describe } from 'vitest';
import { redisAvailable } from '../support/redis-server.ts';
import { nudgeDays } from './nudge-days-suite.ts';
import { nudgeKills } from './nudge-kills-suite.ts';
import { nudgeTroubles } from './nudge-troubles-suite.ts';
import { nudgesOnRedis } from './nudge-redis-suite.ts';

const SUITES: Readonly<Record<string, () => void>> = {
  'day by day': nudgeDays,
  'killed with -9': nudgeKills,
  'after trouble': nudgeTroubles,
};

const SIDE_BY_SIDE = { concurrent: true };
const IN_ORDER = { concurrent: false };

for (const [name, suite] of Object.entries(SUITES)) {
  describe(name, SIDE_BY_SIDE, () => {
    describe('nudges of the real process', IN_ORDER, suite);
  });
}

const withRedis = redisAvailable('nudges of two processes on one Redis');
describe.skipIf(!withRedis)('two on one Redis', SIDE_BY_SIDE, () => {
  describe('nudges of the real processes', IN_ORDER, nudgesOnRedis);
});
