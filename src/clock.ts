/** The process's clock: the real one, or one that starts at a given instant and runs on, for rehearsals. */

export type Clock = () => Date;

/** A clock that starts now at the given ISO instant; the real time when there is none. */
export function createClock(start: string | undefined, realTime: () => number = Date.now): Clock {
  const shift = start === undefined ? 0 : Date.parse(start) - realTime();
  return () => new Date(realTime() + shift);
}
