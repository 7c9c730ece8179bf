/**
 * What chats say to their nudges: on and off, reported, put off. Nothing is stored here: an answer is what to say, and
 * what the turn commits together with it.
 */
import type { RecordName, Store, StoredRecord } from '../model/store.ts';
import { openDesk, type ChatDesk } from './chat-desk.ts';
import { meantOccurrences } from './meant-occurrences.ts';
import {
  originalText,
  reportedText,
  snoozedText,
  spoken,
  subscribedText,
  whichOccurrence,
  whichUnit,
  wordsOf,
  type Spoken,
} from './nudge-answers.ts';
import { NudgeRecords, nameOf, type Sealing } from './nudge-records.ts';
import { agencyLabel, sentence, type NudgeWorld } from './nudge-world.ts';
import type { Occurrence } from './occurrence.ts';
import { markingOf, unitsTakenBack, type ReportedWords } from './report-marks.ts';
import { ALL_UNITS, markOf, type Subscription } from './subscription.ts';
import type { Timetable } from './timetable.ts';
import { dayOf, yearOf } from './vietnam-clock.ts';

export interface NudgeBookOptions {
  readonly store: Store;
  readonly vault: Sealing;
  /** What is due where; another one after the plans have changed. */
  readonly timetable: () => Timetable;
}

/** What to say, and what to commit together with it. */
export interface NudgeAnswer extends Spoken {
  readonly put: readonly StoredRecord[];
  readonly remove: readonly RecordName[];
}

/** The place and agency that a chat has named, or has told before. */
export interface Chosen {
  readonly place?: string | undefined;
  readonly agency?: string | undefined;
}

export interface Wanted extends Chosen {
  readonly group: boolean;
}

export class NudgeBook {
  private readonly records: NudgeRecords;

  constructor(private readonly options: NudgeBookOptions) {
    this.records = new NudgeRecords(options.store, options.vault);
  }

  /** Whether, and for what, a chat is nudged; null where it is not. */
  async subscription(chat: string, now: number): Promise<Subscription | null> {
    return (await this.records.subscription(chat, now))?.value ?? null;
  }

  /** Turns nudges on for a place, and an agency of it; the place is asked for where the chat has none. */
  async subscribe(chat: string, wanted: Wanted, now: number): Promise<NudgeAnswer> {
    const before = await this.subscription(chat, now);
    const place = wanted.place ?? before?.place;
    if (place === undefined) return answer(spoken(this.say('place-needed')));
    const goesOn = before?.nudges === true && before.place === place;
    const times = goesOn ? before : { since: now, lookedAt: now };
    const { group, agency } = wanted;
    const weekly = before?.weekly ?? false;
    const subscription: Subscription = { ...times, place, agency, group, weekly, nudges: true };
    const { occurrences } = this.options.timetable().of(place, yearOf(now));
    const text = subscribedText(subscription, occurrences, now, this.world);
    return answer(text, [this.records.subscriptionRecord(chat, subscription, now, now)]);
  }

  /** Turns nudges and summaries off. */
  async unsubscribe(chat: string, now: number): Promise<NudgeAnswer> {
    const kept = await this.records.subscription(chat, now);
    if (!kept) return answer(spoken(this.say('not-subscribed')));
    return answer(spoken(this.say('unsubscribed')), [], [nameOf(kept.record)]);
  }

  /** Turns the summary on Mondays on or off; who had nothing before gets the nudges as well. */
  async setWeekly(chat: string, on: boolean, wanted: Wanted, now: number): Promise<NudgeAnswer> {
    const before = await this.subscription(chat, now);
    const place = before?.place ?? wanted.place;
    if (!before && !on) return answer(spoken(this.say('not-subscribed')));
    if (place === undefined) return answer(spoken(this.say('place-needed')));
    const fresh: Subscription = { ...wanted, place, nudges: true, weekly: on, since: now, lookedAt: now };
    const subscription = before ? { ...before, weekly: on } : fresh;
    const { hour } = this.world.nudges.settings;
    const text = spoken(sentence(this.world, on ? 'weekly-on' : 'weekly-off', { hour }));
    return answer(text, [this.records.subscriptionRecord(chat, subscription, now, now)]);
  }

  /** The chat has chosen another place or agency: the records to commit, none where it is not nudged. */
  async moved(chat: string, chosen: Chosen, now: number): Promise<readonly StoredRecord[]> {
    const before = await this.subscription(chat, now);
    if (!before) return [];
    const place = chosen.place ?? before.place;
    const since = place === before.place ? {} : { since: now, lookedAt: now };
    const agency = chosen.agency ?? (place === before.place ? before.agency : undefined);
    return [this.records.subscriptionRecord(chat, { ...before, ...since, place, agency }, now, now)];
  }

  /** Somebody says that a deadline is met: by the chat's agency, by the one named, or by all. */
  async reported(chat: string, words: ReportedWords, now: number): Promise<NudgeAnswer> {
    const desk = await this.desk(chat, now);
    if (!desk) return answer(spoken(this.say('not-subscribed')));
    const meant = meantOccurrences(desk, words, now, this.world);
    const [occurrence] = meant;
    if (!occurrence) return answer(spoken(this.say('nothing-open')));
    if (meant.length > 1) return answer(whichOccurrence(meant, this.world));
    return words.undo ? this.undo(desk, occurrence, words, now) : this.mark(desk, occurrence, words);
  }

  /** Puts deadlines off to the next working day: those named, else those of the last nudge. */
  async snooze(chat: string, references: readonly string[], now: number): Promise<NudgeAnswer> {
    const desk = await this.desk(chat, now);
    if (!desk) return answer(spoken(this.say('not-subscribed')));
    const meant = meantOccurrences(desk, { references }, now, this.world);
    if (meant.length === 0) return answer(spoken(this.say('nothing-open')));
    const until = this.world.workingDays.after(dayOf(now));
    const text = spoken(...meant.flatMap((each) => snoozedText(each, until, this.world)));
    const marks = meant.map((each) => this.records.snoozeRecord(chat, each, until));
    return answer(text, [...marks, this.records.subscriptionRecord(chat, desk.subscription, now, now)]);
  }

  /** The exact words of deadlines: those named, else those of the last nudge. */
  async original(chat: string, references: readonly string[], now: number): Promise<Spoken> {
    const desk = await this.desk(chat, now);
    if (!desk) return spoken(this.say('not-subscribed'));
    const meant = meantOccurrences(desk, { references }, now, this.world);
    if (meant.length === 0) return spoken(this.say('nothing-open'));
    return spoken(...new Set(meant.map((each) => originalText(each, this.world))));
  }

  /** The key of the choices under the last nudge, for numbers that are typed; null where there was none. */
  offered(chat: string, now: number): Promise<string | null> {
    return this.records.offer(chat, now);
  }

  private get world(): NudgeWorld {
    return this.options.timetable().world;
  }

  private say(key: 'place-needed' | 'not-subscribed' | 'unsubscribed' | 'nothing-open'): string {
    return sentence(this.world, key);
  }

  private desk(chat: string, now: number): Promise<ChatDesk | null> {
    return openDesk(chat, this.records, this.options.timetable, now);
  }

  private mark(desk: ChatDesk, occurrence: Occurrence, words: ReportedWords): NudgeAnswer {
    const { chat, reported } = desk;
    const marking = markingOf(desk, occurrence, words, this.world);
    switch (marking.kind) {
      case 'not-bound': {
        const agency = agencyLabel(marking.agency, this.world);
        return answer(spoken(sentence(this.world, 'reported-not-bound', { agency })));
      }
      case 'which-unit':
        return answer(whichUnit(occurrence, reported, this.world));
      case 'marked': {
        const here = new Set([...reported.here, ...marking.here.map((each) => markOf(occurrence, each))]);
        const text = reportedText(occurrence, marking.unit, marking.follows, { ...reported, here }, this.world);
        return answer(text, [
          ...marking.here.map((each) => this.records.reportedRecord(chat, occurrence, each)),
          ...marking.shared.map((each) => this.records.unitRecord(occurrence, each)),
        ]);
      }
    }
  }

  private undo(desk: ChatDesk, occurrence: Occurrence, words: ReportedWords, now: number): NudgeAnswer {
    const { subscription, chat } = desk;
    const remove = unitsTakenBack(desk, occurrence, words, this.world).flatMap((unit) => [
      nameOf(this.records.reportedRecord(chat, occurrence, unit)),
      ...(unit === ALL_UNITS ? [] : [nameOf(this.records.unitRecord(occurrence, unit))]),
    ]);
    // Looked at anew at once: what was held back by the mark may be due.
    const put = [this.records.subscriptionRecord(chat, subscription, now, now)];
    return answer(spoken(sentence(this.world, 'reported-undone', wordsOf(occurrence))), put, remove);
  }
}

function answer(said: Spoken, put: readonly StoredRecord[] = [], remove: readonly RecordName[] = []): NudgeAnswer {
  return { ...said, put, remove };
}
