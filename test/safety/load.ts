import { assess } from '../../src/safety/assess.ts';
import { gate } from './gate.ts';

/** A message of 500 characters. */
export const ordinary = 'Chị ơi bé nhà em học lớp 2, dạo này cháu hay khóc đêm mà hỏi không nói. '
  .repeat(7)
  .slice(0, 500);

/** Texts of a hundred thousand characters. */
export const LONG: Readonly<Record<string, string>> = {
  'an official text': 'Kế hoạch bảo vệ trẻ em; bé bị ốm nên hôm nay em xin nghỉ họp. '.repeat(1700).slice(0, 100_000),
  'the same without diacritics': 'Ke hoach bao ve tre em, bo me danh con em bi dau '.repeat(2100).slice(0, 100_000),
};

/** Texts made to be slow. */
export const ADVERSARIAL: Readonly<Record<string, string>> = {
  'one word twenty thousand times': 'đánh '.repeat(20_000),
  'no spaces': 'khôngcókhoảngtrắng'.repeat(6000),
  'only diacritics': '\u0301\u0323'.repeat(50_000),
  'only emoji': '😭🆘'.repeat(25_000),
  'one giant line of letters': 'abcdefghijklmnopqrstuvwxyz'.repeat(4000),
  'a cry twenty-five thousand times': 'cứu '.repeat(25_000),
  'Telex garbage': 'ddasnhs chajy masuuw dduwowcj '.repeat(3500),
  'words that begin phrases': 'em bị con bị bố đánh cháu '.repeat(4000),
};

/** Milliseconds of a call, after warm-up; `least` is what it costs where nothing else wants the machine. */
export function timesOf(text: string, rounds: number): { least: number; median: number; p99: number } {
  for (let round = 0; round < rounds / 2; round += 1) assess(text, gate);
  const taken = Array.from({ length: rounds }, () => {
    const start = performance.now();
    assess(text, gate);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { least: taken[0]!, median: taken[Math.floor(rounds / 2)]!, p99: taken[Math.floor(rounds * 0.99)]! };
}
