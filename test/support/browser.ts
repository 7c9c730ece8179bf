import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const EXECUTABLES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Keeps the browser to itself: no sandbox in a container, and no traffic that the tests did not ask for. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the installed Chromium; null where there is none, which is an error on CI so that no test is lost unseen. */
export async function launchBrowser(): Promise<Browser | null> {
  const executablePath = EXECUTABLES.find((path) => existsSync(path));
  if (executablePath) return chromium.launch({ executablePath, args: ARGUMENTS });
  if (process.env.CI === 'true') throw new Error(`CI needs a Chromium at one of: ${EXECUTABLES.join(', ')}`);
  return null;
}
