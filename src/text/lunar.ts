/**
 * The Vietnamese lunar calendar at UTC+7, after the algorithm of "Hồ Ngọc Đức". China reckons at UTC+8, so that in some years
 * (1985, 2007, 2030) its new year is another day.
 */

const SYNODIC_MONTH = 29.530588853;
const FIRST_NEW_MOON = 2_415_021.076998695;
const UNIX_EPOCH_JULIAN = 2_440_588;
const DAY_MS = 86_400_000;
const UTC_PLUS_7 = 7 / 24;
const RADIANS = Math.PI / 180;

/** The ISO date of a day of the lunar calendar; of a month that is doubled the first one. */
export function lunarDate(day: number, month: number, lunarYear: number): string {
  const [eleventh, next] =
    month < 11
      ? [eleventhMonth(lunarYear - 1), eleventhMonth(lunarYear)]
      : [eleventhMonth(lunarYear), eleventhMonth(lunarYear + 1)];
  const index = Math.floor(0.5 + (eleventh - FIRST_NEW_MOON) / SYNODIC_MONTH);
  const regular = (month + 12 - 11) % 12;
  const leap = next - eleventh > 365 ? leapOffset(eleventh) : Infinity;
  return isoOf(newMoonDay(index + regular + (regular >= leap ? 1 : 0)) + day - 1);
}

/** The Julian day number of a new moon in Vietnam; the moons are numbered from 1900. */
function newMoonDay(index: number): number {
  const century = index / 1236.85;
  const square = century * century;
  const cube = square * century;
  const mean =
    2_415_020.75933 +
    29.53058868 * index +
    0.0001178 * square -
    0.000000155 * cube +
    0.00033 * Math.sin((166.56 + 132.87 * century - 0.009173 * square) * RADIANS);
  const sun = 359.2242 + 29.10535608 * index - 0.0000333 * square - 0.00000347 * cube;
  const moon = 306.0253 + 385.81691806 * index + 0.0107306 * square + 0.00001236 * cube;
  const node = 21.2964 + 390.67050646 * index - 0.0016528 * square - 0.00000239 * cube;
  const sine = (degrees: number) => Math.sin(degrees * RADIANS);
  const correction =
    (0.1734 - 0.000393 * century) * sine(sun) +
    0.0021 * sine(2 * sun) -
    0.4068 * sine(moon) +
    0.0161 * sine(2 * moon) -
    0.0004 * sine(3 * moon) +
    0.0104 * sine(2 * node) -
    0.0051 * sine(sun + moon) -
    0.0074 * sine(sun - moon) +
    0.0004 * sine(2 * node + sun) -
    0.0004 * sine(2 * node - sun) -
    0.0006 * sine(2 * node + moon) +
    0.001 * sine(2 * node - moon) +
    0.0005 * sine(2 * moon + sun);
  return Math.floor(mean + correction - deltaT(century) + 0.5 + UTC_PLUS_7);
}

/** The difference of the clock and the earth's turning, in days; good enough from 1900 on. */
function deltaT(century: number): number {
  return -0.000278 + 0.000265 * century + 0.000262 * century * century;
}

/** In which of the twelve parts of its year the sun stands at the beginning of a day: 0 from the spring equinox. */
function sunPart(julianDay: number): number {
  const century = (julianDay - 2_451_545.5 - UTC_PLUS_7) / 36_525;
  const square = century * century;
  const anomaly = 357.5291 + 35_999.0503 * century - 0.0001559 * square - 0.00000048 * century * square;
  const mean = 280.46645 + 36_000.76983 * century + 0.0003032 * square;
  const centre =
    (1.9146 - 0.004817 * century - 0.000014 * square) * Math.sin(anomaly * RADIANS) +
    (0.019993 - 0.000101 * century) * Math.sin(2 * anomaly * RADIANS) +
    0.00029 * Math.sin(3 * anomaly * RADIANS);
  const longitude = (((mean + centre) % 360) + 360) % 360;
  return Math.floor(longitude / 30);
}

/** The first day of the lunar month that holds the winter solstice. */
function eleventhMonth(year: number): number {
  const index = Math.floor((julianOf(`${year}-12-31`) - 2_415_021) / SYNODIC_MONTH);
  const start = newMoonDay(index);
  return sunPart(start) >= 9 ? newMoonDay(index - 1) : start;
}

/** Which month after the eleventh is doubled: the first in which the sun enters no new part. */
function leapOffset(eleventh: number): number {
  const index = Math.floor(0.5 + (eleventh - FIRST_NEW_MOON) / SYNODIC_MONTH);
  let offset = 1;
  while (offset < 14 && sunPart(newMoonDay(index + offset)) !== sunPart(newMoonDay(index + offset + 1))) offset += 1;
  return offset;
}

function julianOf(day: string): number {
  return Date.parse(day) / DAY_MS + UNIX_EPOCH_JULIAN;
}

function isoOf(julianDay: number): string {
  return new Date((julianDay - UNIX_EPOCH_JULIAN) * DAY_MS).toISOString().slice(0, 10);
}
