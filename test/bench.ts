/** `npm run bench [-- country|webhook|nudges] [--json]`: the performance reports; without a name, the country's. */
const REPORTS: Readonly<Record<string, () => Promise<unknown>>> = {
  country: () => import('./bench-country.ts'),
  webhook: () => import('./bench-webhook.ts'),
  nudges: () => import('./bench-nudges.ts'),
};

const name = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'country';
const report = REPORTS[name];
if (report) await report();
else {
  console.error(`there is no report "${name}"; there are: ${Object.keys(REPORTS).join(', ')}`);
  process.exitCode = 2;
}
