/** The safety gate: whether a message signs harm to a child. Runs before everything else, on the raw text. */
export type { Assessment } from './assessment.ts';
import { heavier, type Assessment, type Level, type Speaker } from './assessment.ts';
import { scoreLabels, softmax, type Head } from './classifier.ts';
import { GROUPS } from './features.ts';
import { chanceOf, decidingScore, measure, type Gate, type Measurement } from './gate.ts';
import { spellOut, type SafetyPhrase } from './lexicon.ts';
import { scanPhrases } from './phrase-scan.ts';
import { read } from './reading.ts';
import type { Span } from './windows.ts';

/** A speaker is named only where the model is this sure. */
const SPEAKER_SURE = 0.6;
/** Emergency outweighs its rivals early: a missed emergency costs most. */
const EMERGENCY_ENOUGH = 0.4;
/** A phrase was reviewed by people; no score makes it less likely than this. */
const PHRASE_CHANCE = 0.97;
const MOST_GROUPS = 2;

/** Judges one message. Pure and total: any string gives a verdict, the same one each time. */
export function assess(text: string, gate: Gate): Assessment {
  const reading = read(text);
  if (reading.all.length === 0) return nothing();
  const judged = spellOut(reading.judged, gate.lexicon);
  const all = reading.all === reading.judged ? judged : spellOut(reading.all, gate.lexicon);
  return verdict(scanPhrases(all, gate.lexicon), measure(judged, gate), gate);
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
  const chance = chanceOf(decidingScore(measured.wholeScore, measured.partScore, gate.calibration), gate.calibration);
  const { uncertain, sure, certain } = gate.thresholds;
  const speaker = speakerOf(measured, gate);
  const phrase = heaviest(phrases);
  if (!phrase && chance < uncertain) return { ...nothing(), speaker, score: chance };
  const telling = tellingSpan(measured, gate);
  const byModel = chance >= sure || !phrase ? levelOf(telling, measured, gate) : 'none';
  const found = {
    category: phrase?.category ?? topLabel(gate.category, telling, measured),
    speaker,
    reasons: [...phrases.map(({ id }) => `phrase:${id}`), ...modelReasons(measured, chance, gate)],
  };
  if (!phrase && chance < sure) return { ...found, level: 'none', score: chance, uncertain: true, suspected: byModel };
  return {
    ...found,
    level: heavier(phrase?.level ?? 'none', byModel),
    score: phrase ? Math.max(PHRASE_CHANCE, chance) : chance,
    uncertain: !phrase && chance < certain,
    suspected: 'none',
  };
}

/** The part that decided: a window where it stands out, else the whole. */
function tellingSpan({ whole, wholeScore, part, partScore }: Measurement, gate: Gate): Span {
  return part && partScore - gate.calibration.part > wholeScore ? part : whole;
}

function heaviest(phrases: readonly SafetyPhrase[]): SafetyPhrase | undefined {
  return phrases.reduce<SafetyPhrase | undefined>(
    (best, next) => (best && heavier(best.level, next.level) === best.level ? best : next),
    undefined,
  );
}

function levelOf(telling: Span, { features, whole }: Measurement, gate: Gate): Level {
  const spans = telling === whole ? [whole] : [telling, whole];
  const chances = spans.map((span) => softmax(scoreLabels(gate.level, features, span)));
  const emergency = gate.level.labels.indexOf('emergency');
  if (chances.some((row) => row[emergency]! >= EMERGENCY_ENOUGH)) return 'emergency';
  const row = chances[0]!;
  return row[gate.level.labels.indexOf('disclosure')]! >= row[gate.level.labels.indexOf('concern')]!
    ? 'disclosure'
    : 'concern';
}

/** Which of whole and part spoke, and the kinds of features that spoke loudest. */
function modelReasons(measured: Measurement, chance: number, gate: Gate): string[] {
  if (chance < gate.thresholds.uncertain) return [];
  const telling = tellingSpan(measured, gate) === measured.whole ? 'model:whole' : 'model:part';
  const loudest = GROUPS.map(({ name }, group) => ({ name, share: measured.shares[group]! }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_GROUPS);
  return [telling, ...loudest.map(({ name }) => `features:${name}`)];
}

function topLabel(head: Head, span: Span, { features }: Measurement): string {
  const scores = scoreLabels(head, features, span);
  return head.labels[scores.indexOf(Math.max(...scores))] ?? 'other';
}

function speakerOf({ features, whole }: Measurement, gate: Gate): Speaker {
  const chances = softmax(scoreLabels(gate.speaker, features, whole));
  const top = Math.max(...chances);
  const label = gate.speaker.labels[chances.indexOf(top)];
  if (top < SPEAKER_SURE) return 'unknown';
  return label === 'child' || label === 'adult' || label === 'official' ? label : 'unknown';
}
