/** What places and plans are called, in the words of `messages.yaml`: the same in answers, nudges and calendars. */
import type { LoadedPlan } from './load.ts';
import { messageOf, type Messages } from './messages.ts';
import { namesakes } from './plan-names.ts';
import type { Place, Plan } from './schema.ts';

export interface LabelledKnowledge {
  readonly plans: readonly LoadedPlan[];
  readonly places: readonly Place[];
  readonly messages: Messages;
}

export class Labels {
  private readonly places: ReadonlyMap<string, Place>;
  /** The plans that share place and year with another. */
  private readonly namesakes: ReadonlySet<string>;
  private readonly messages: Messages;

  constructor({ plans, places, messages }: LabelledKnowledge) {
    this.places = new Map(places.map((place) => [place.id, place]));
    this.namesakes = namesakes(plans.map(({ plan }) => plan));
    this.messages = messages;
  }

  /** A place with its kind, "tỉnh Đăk Nông", once where its name says it; the id of a place that is not in the data. */
  place(id: string): string {
    const place = this.places.get(id);
    if (!place) return id;
    const { name, title } = place;
    const label =
      title === undefined
        ? messageOf(this.messages, `place-${place.kind}`, { name })
        : messageOf(this.messages, 'place-titled', { title, name });
    const prefix = label.slice(0, label.length - name.length);
    return name.toLowerCase().startsWith(prefix.toLowerCase()) ? name : label;
  }

  /** "Kế hoạch năm 2025 của tỉnh Đăk Nông"; by number or title where the place has several plans of that year. */
  plan({ id, year, place, document: { number, title } }: Plan): string {
    const values = { year, place: this.place(place) };
    if (!this.namesakes.has(id)) return messageOf(this.messages, 'plan-name', values);
    return number.value === null
      ? messageOf(this.messages, 'plan-name-titled', { ...values, title: title.value ?? id })
      : messageOf(this.messages, 'plan-name-numbered', { ...values, number: number.value });
  }
}
