/** The safety gate: whether a message signs harm to a child. Runs before everything else, on the raw text. */
export type { Assessment } from './assessment.ts';
import { heavier, type Assessment, type Level, type Speaker } from './assessment.ts';
import { scoreLabels, sigmoid, softmax, type Head } from './classifier.ts';
import type { Features } from './features.ts';
import { marginOf, measure, type Gate, type Measurement } from './gate.ts';
import { spellOut, type SafetyPhrase } from './lexicon.ts';
import { scanPhrases } from './phrase-scan.ts';
import { read } from './reading.ts';

/** A speaker is named only where the model is this sure. */
const SPEAKER_SURE = 0.6;
/** Emergency outweighs its rivals early: a missed emergency costs most. */
const EMERGENCY_ENOUGH = 0.4;

/** Judges one message. Pure and total: any string gives a verdict, the same one each time. */
export function assess(text: string, gate: Gate): Assessment {
  const reading = read(text);
  if (reading.all.length === 0) return nothing();
  const phrases = scanPhrases(spellOut(reading.all, gate.lexicon), gate.lexicon);
  const measured = measure(reading.judged, gate);
  return verdict(phrases, measured, gate);
}

function nothing(): Assessment {
  return {
    level: 'none',
    category: 'none',
    speaker: 'unknown',
    score: 0,
    uncertain: false,
    suspected: 'none',
    reasons: [],
  };
}

function verdict(phrases: readonly SafetyPhrase[], measured: Measurement, gate: Gate): Assessment {
  const margin = marginOf(measured, gate.thresholds);
  const byModel = margin >= 0;
  const telling = tellingPart(measured, gate);
  const phrase = heaviest(phrases);
  const level = heavier(phrase?.level ?? 'none', byModel ? levelOf(telling, measured.wholeFeatures, gate) : 'none');
  if (level === 'none') {
    const doubt = sureness(margin, false, gate);
    const speaker = speakerOf(measured.wholeFeatures, gate);
    if (!doubt.uncertain) return { ...nothing(), speaker, ...doubt };
    const suspected = levelOf(telling, measured.wholeFeatures, gate);
    return { ...nothing(), speaker, ...doubt, suspected, category: topLabel(gate.category, telling) };
  }
  return {
    level,
    category: phrase?.category ?? topLabel(gate.category, telling),
    speaker: speakerOf(measured.wholeFeatures, gate),
    ...sureness(margin, phrases.length > 0, gate),
    suspected: 'none',
    reasons: [...phrases.map((found) => `phrase:${found.id}`), ...modelReasons(measured, gate)],
  };
}

/** The part that decided: a window where it stands out, else the whole. */
function tellingPart(measured: Measurement, gate: Gate): Features {
  const { whole, part, wholeFeatures, partFeatures } = measured;
  return partFeatures && part - gate.thresholds.part > whole - gate.thresholds.whole ? partFeatures : wholeFeatures;
}

function heaviest(phrases: readonly SafetyPhrase[]): SafetyPhrase | undefined {
  return phrases.reduce<SafetyPhrase | undefined>(
    (best, next) => (best && heavier(best.level, next.level) === best.level ? best : next),
    undefined,
  );
}

function levelOf(telling: Features, whole: Features, gate: Gate): Level {
  const chances = [telling, whole].map((features) => softmax(scoreLabels(gate.level, features)));
  const emergency = gate.level.labels.indexOf('emergency');
  if (chances.some((row) => row[emergency]! >= EMERGENCY_ENOUGH)) return 'emergency';
  const row = chances[0]!;
  return row[gate.level.labels.indexOf('disclosure')]! >= row[gate.level.labels.indexOf('concern')]!
    ? 'disclosure'
    : 'concern';
}

function sureness(margin: number, phrase: boolean, gate: Gate): { score: number; uncertain: boolean } {
  const chance = Number.isFinite(margin) ? sigmoid(margin) : 0;
  return {
    score: phrase ? Math.max(0.9, chance) : chance,
    uncertain: !phrase && Math.abs(margin) < gate.thresholds.band,
  };
}

function modelReasons(measured: Measurement, gate: Gate): string[] {
  const reasons: string[] = [];
  if (measured.whole >= gate.thresholds.whole) reasons.push('model:whole');
  if (measured.part >= gate.thresholds.part) reasons.push('model:part');
  return reasons;
}

function topLabel(head: Head, features: Features): string {
  const scores = scoreLabels(head, features);
  return head.labels[scores.indexOf(Math.max(...scores))] ?? 'other';
}

function speakerOf(features: Features, gate: Gate): Speaker {
  const chances = softmax(scoreLabels(gate.speaker, features));
  const top = Math.max(...chances);
  const label = gate.speaker.labels[chances.indexOf(top)];
  if (top < SPEAKER_SURE) return 'unknown';
  return label === 'child' || label === 'adult' || label === 'official' ? label : 'unknown';
}
