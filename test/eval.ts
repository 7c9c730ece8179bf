/** `npm run eval [-- questions|safety|import] [--show N]`: how right the assistant is; without a name, all reports. */
const REPORTS: Readonly<Record<string, () => Promise<unknown>>> = {
  questions: () => import('./eval-questions.ts'),
  safety: () => import('./eval-safety.ts'),
  import: () => import('./eval-import.ts'),
};

const name = process.argv.slice(2).find((argument) => argument in REPORTS);
for (const report of name === undefined ? Object.values(REPORTS) : [REPORTS[name]!]) await report();
