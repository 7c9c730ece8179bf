/** What the cross-validation showed, as lines to read. */
import { marginOf, type Thresholds } from '../gate.ts';
import { countsAsBenign, isCaught } from './thresholds.ts';
import type { Trial } from './trial.ts';

const WORST = 25;

/** Recall by label and category, false alarms, and the worst misses. */
export function summarise(trials: readonly Trial[], thresholds: Thresholds): string {
  return [
    `thresholds ${JSON.stringify(thresholds)}`,
    ...(['as written', 'no diacritics', 'chat'] as const).map((spelling) =>
      overview(
        spelling,
        trials.filter((trial) => trial.spelling === spelling),
        thresholds,
      ),
    ),
    ...table(trials, thresholds),
    ...phraseAlarms(trials),
    ...worst(
      'missed',
      trials.filter((trial) => trial.example.label !== 'benign'),
      thresholds,
      false,
    ),
    ...worst('false alarm', trials.filter(countsAsBenign), thresholds, true),
  ].join('\n');
}

function overview(name: string, trials: readonly Trial[], thresholds: Thresholds): string {
  const of = (label: string): string =>
    share(
      trials.filter((trial) => trial.example.label === label),
      thresholds,
    );
  const plans = trials.filter((trial) => trial.example.weight < 1);
  const harmful = trials.filter((trial) => trial.example.label !== 'benign');
  const right = (key: 'levelRight' | 'categoryRight' | 'speakerRight'): string =>
    percent(harmful.filter((trial) => trial[key]).length, harmful.length);
  return (
    `${name}: emergency ${of('emergency')}, disclosure ${of('disclosure')}, concern ${of('concern')}; ` +
    `false alarms ${share(trials.filter(countsAsBenign), thresholds)}, in plans ${share(plans, thresholds)}; ` +
    `level high enough ${right('levelRight')}, category ${right('categoryRight')}, speaker ${right('speakerRight')}`
  );
}

function table(trials: readonly Trial[], thresholds: Thresholds): string[] {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = `${trial.example.label}\t${trial.example.category}`;
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  return [...groups].sort().map(([key, group]) => `${key}\t${share(group, thresholds)}\tof ${group.length}`);
}

function phraseAlarms(trials: readonly Trial[]): string[] {
  const alarms = trials.filter((trial) => trial.example.label === 'benign' && trial.phrases.length > 0);
  return alarms.map((trial) => `phrase alarm ${trial.phrases.join(',')} (${trial.spelling}): ${trial.example.text}`);
}

function worst(name: string, trials: readonly Trial[], thresholds: Thresholds, caught: boolean): string[] {
  const wrong = trials.filter((trial) => trial.spelling === 'as written' && isCaught(trial, thresholds) === caught);
  const ranked = wrong.map((trial) => ({ trial, margin: marginOf(trial, thresholds) }));
  ranked.sort((a, b) => Math.abs(b.margin) - Math.abs(a.margin));
  return ranked.slice(0, WORST).map(({ trial, margin }) => {
    const { label, category, text } = trial.example;
    return `${name} ${margin.toFixed(2)} ${label}/${category}: ${text}`;
  });
}

function share(trials: readonly Trial[], thresholds: Thresholds): string {
  return percent(trials.filter((trial) => isCaught(trial, thresholds)).length, trials.length);
}

function percent(part: number, total: number): string {
  return total === 0 ? '-' : `${((100 * part) / total).toFixed(1)} %`;
}
