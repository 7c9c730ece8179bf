/**
 * Prints what the cross-validation of the safety gate showed: `npx tsx test/eval-safety.ts [--fresh] [--ablation]`.
 * The scores of the last training are read from node_modules/.cache; --fresh makes them anew (minutes), --ablation
 * also trains once without each kind of features (more minutes). Texts shown are our own training messages.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GROUPS } from '../src/safety/features.ts';
import type { Calibration } from '../src/safety/gate.ts';
import { crossValidate, crossValidateAblations } from '../src/safety/training/cross-validation.ts';
import {
  calibrate,
  chanceOfTrial,
  chooseThresholds,
  countsAsBenign,
  scoreAbove,
  scoreOf,
} from '../src/safety/training/thresholds.ts';
import { SPELLINGS, type Trial } from '../src/safety/training/trial.ts';
import { keepTrials, keptTrials } from '../src/safety/training/trial-cache.ts';
import { ADVERSARIAL, LONG, ordinary, timesOf } from './safety/load.ts';

const KNOWLEDGE = fileURLToPath(new URL('../knowledge', import.meta.url));
const LABELS = ['emergency', 'disclosure', 'concern'] as const;
const ALARMS = [0.01, 0.02, 0.03];
const EDGES = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
const WORST = 25;

const { values } = parseArgs({
  options: { fresh: { type: 'boolean', default: false }, ablation: { type: 'boolean', default: false } },
});
const trials = (values.fresh ? null : keptTrials()) ?? (await freshTrials());
const calibration = calibrate(trials);
const thresholds = chooseThresholds(trials, calibration);
const benign = trials.filter(countsAsBenign);

console.log(`calibration ${JSON.stringify(calibration)}, thresholds ${JSON.stringify(thresholds)}`);
recallAtAlarms();
atThresholds();
doubtCurve();
byCategory();
calibrationTable();
worst();
costs();
if (values.ablation) await ablations();

async function freshTrials(): Promise<Trial[]> {
  const made = await crossValidate(KNOWLEDGE);
  keepTrials(made);
  return made;
}

function recallAtAlarms(): void {
  console.log('\nrecall (emergency / disclosure / concern) at false alarms of one threshold for all spellings');
  for (const share of ALARMS) {
    const least = scoreAbove(benign, share, calibration);
    const rows = [trials, ...SPELLINGS.map((one) => trials.filter(({ spelling }) => spelling === one))];
    const parts = rows.map((row) => recallOf(row, (trial) => scoreOf(trial, calibration) > least));
    console.log(`  ${100 * share} %: all ${['', ...SPELLINGS].map((name, at) => `${name} ${parts[at]!}`).join('; ')}`);
  }
}

function atThresholds(): void {
  for (const name of ['certain', 'sure', 'uncertain'] as const) {
    const isAbove = (trial: Trial): boolean => chanceOfTrial(trial, calibration) >= thresholds[name];
    console.log(`\nfrom "${name}" (${thresholds[name]}):`);
    for (const spelling of SPELLINGS) {
      const row = trials.filter((trial) => trial.spelling === spelling);
      const plans = row.filter(({ example }) => example.weight < 1);
      console.log(
        `  ${spelling}: ${recallOf(row, isAbove)}; harmless ${share(row.filter(countsAsBenign), isAbove)}, ` +
          `sentences of plans ${share(plans, isAbove)}; ${rightness(row.filter(isHarm))}`,
      );
    }
  }
}

function rightness(harmful: readonly Trial[]): string {
  const level = share(harmful, (trial) => trial.levelRight);
  const category = share(harmful, (trial) => trial.categoryRight);
  return `level high enough ${level}, category ${category}, speaker ${share(harmful, (trial) => trial.speakerRight)}`;
}

function doubtCurve(): void {
  console.log('\nwhat lies above a lower edge of doubt: edge, recall, harmless');
  for (const edge of EDGES) {
    const isAbove = (trial: Trial): boolean => chanceOfTrial(trial, calibration) >= edge;
    console.log(`  ${edge}: ${recallOf(trials, isAbove)}; harmless ${share(benign, isAbove)}`);
  }
}

function byCategory(): void {
  console.log('\nby category: above sure, above uncertain');
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = `${trial.example.label} ${trial.example.category}`;
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  for (const [key, group] of [...groups].sort()) {
    const [sure, uncertain] = [thresholds.sure, thresholds.uncertain].map((least) =>
      share(group, (trial) => chanceOfTrial(trial, calibration) >= least),
    );
    console.log(`  ${key}: ${sure!}, ${uncertain!} of ${group.length}`);
  }
}

/** Whether a chance named is the share of harm among the messages it is named for. */
function calibrationTable(): void {
  console.log('\nchance named, share of harm among the trials without a phrase');
  const judged = trials.filter((trial) => trial.phrases.length === 0 && (isHarm(trial) || countsAsBenign(trial)));
  for (let low = 0; low < 10; low += 1) {
    const row = judged.filter((trial) => Math.min(9, Math.floor(10 * chanceOfTrial(trial, calibration))) === low);
    console.log(`  ${low / 10}–${(low + 1) / 10}: ${share(row, isHarm)} of ${row.length}`);
  }
}

function worst(): void {
  const written = trials.filter((trial) => trial.spelling === 'as written' && trial.phrases.length === 0);
  const ranked = [...written].sort((a, b) => scoreOf(a, calibration) - scoreOf(b, calibration));
  const show = (name: string, row: readonly Trial[]): void => {
    for (const trial of row.slice(0, WORST)) {
      const { label, category, text } = trial.example;
      console.log(`${name} ${chanceOfTrial(trial, calibration).toFixed(3)} ${label}/${category}: ${text}`);
    }
  };
  console.log('');
  show('missed', ranked.filter(isHarm));
  show('false alarm', ranked.filter(countsAsBenign).reverse());
}

function costs(): void {
  console.log('\nmilliseconds, median and 99th of a hundred');
  const texts = { '500 characters': ordinary, ...LONG, ...ADVERSARIAL };
  for (const [name, text] of Object.entries(texts)) {
    const { median, p99 } = timesOf(text, text === ordinary ? 500 : 40);
    console.log(`  ${name}: ${median.toFixed(2)}, ${p99.toFixed(2)}`);
  }
}

async function ablations(): Promise<void> {
  console.log('\nrecall at 1 % false alarms');
  const show = (name: string, row: readonly Trial[], line: Calibration): void => {
    const least = scoreAbove(row.filter(countsAsBenign), ALARMS[0]!, line);
    console.log(`  ${name}: ${recallOf(row, (trial) => scoreOf(trial, line) > least)}`);
  };
  show('with everything', trials, calibration);
  for (const [at, row] of (await crossValidateAblations(KNOWLEDGE)).entries())
    show(`without ${GROUPS[at]!.name}`, row, calibrate(row));
  const model = trials.map((trial) => ({ ...trial, phrases: [] }));
  show('without phrases', model, calibrate(model));
}

function isHarm(trial: Trial): boolean {
  return trial.example.label !== 'benign';
}

function recallOf(row: readonly Trial[], isAbove: (trial: Trial) => boolean): string {
  return LABELS.map((label) =>
    share(
      row.filter(({ example }) => example.label === label),
      isAbove,
    ),
  ).join(' / ');
}

function share(row: readonly Trial[], has: (trial: Trial) => boolean): string {
  return row.length === 0 ? '-' : `${((100 * row.filter(has).length) / row.length).toFixed(1)} %`;
}
