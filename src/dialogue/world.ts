/** Everything the dialogue knows, made once from the loaded knowledge; deciding only reads it. */
import { FactIndex } from '../knowledge/index.ts';
import { factsOf, type Fact } from '../knowledge/facts.ts';
import { Labels } from '../knowledge/labels.ts';
import type { Knowledge } from '../knowledge/load.ts';
import type { Agency, Place, Plan } from '../knowledge/schema.ts';
import { finish, type Steps } from '../model/steps.ts';
import type { Assessment } from '../safety/assess.ts';
import { PhraseBook } from '../text/lexicon.ts';
import { buildCareBook, type CareBook } from './care/care-book.ts';
import { smallTalkBook } from './small-talk.ts';
import { NameBook } from '../text/name-book.ts';
import { headingsOf } from '../knowledge/headings.ts';
import { SpellingGuide } from '../text/spelling.ts';
import { tokenize, type Token } from '../text/tokens.ts';

export interface World {
  readonly knowledge: Knowledge;
  readonly index: FactIndex;
  readonly plans: ReadonlyMap<string, Plan>;
  /** What places and plans are called. */
  readonly labels: Labels;
  readonly places: ReadonlyMap<string, Place>;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly placeNames: NameBook;
  readonly agencyNames: NameBook;
  readonly cues: PhraseBook;
  readonly topics: PhraseBook;
  readonly smallTalk: PhraseBook;
  readonly abbreviations: PhraseBook;
  /** Commands in plain words. */
  readonly commandWords: PhraseBook;
  readonly stopwords: ReadonlyMap<string, readonly Token[]>;
  readonly spelling: SpellingGuide;
  /** Judges whether a message signs harm to a child. */
  readonly assess: (text: string) => Assessment;
  readonly careBook: CareBook;
  /** Whether notes can be passed to duty officers here. */
  readonly handover: 'on' | 'off';
  /** The address under which the page and the calendars are reached, where it is known. */
  readonly publicUrl?: string;
}

type Settings = Pick<World, 'handover' | 'publicUrl'>;

/** Builds the world of a knowledge folder. */
export function buildWorld(
  knowledge: Knowledge,
  assess: World['assess'],
  settings: Settings = { handover: 'off' },
): World {
  return finish(worldSteps(knowledge, assess, settings));
}

/** Builds as `buildWorld` does, with a pause after each plan. */
export function* worldSteps(knowledge: Knowledge, assess: World['assess'], settings: Settings): Steps<World> {
  const { vocabulary } = knowledge;
  const agencies = new Map(knowledge.agencies.map((agency) => [agency.id, agency]));
  const topics = new PhraseBook();
  for (const [id, phrases] of Object.entries(vocabulary.topics)) for (const phrase of phrases) topics.add(id, phrase);
  const index = new FactIndex();
  for (const { plan } of knowledge.plans) {
    const headings = headingsOf(plan);
    index.addPlan(
      plan.id,
      factsOf(plan).map((fact) => indexed(fact, topics, headings)),
    );
    yield;
  }
  const cues = new PhraseBook();
  for (const [id, phrases] of Object.entries(vocabulary.cues)) for (const phrase of phrases) cues.add(id, phrase);
  const abbreviations = new PhraseBook();
  for (const [short, full] of Object.entries(vocabulary.abbreviations)) abbreviations.add(full, short);
  const commandWords = new PhraseBook();
  for (const [id, phrases] of Object.entries(vocabulary.commands))
    for (const phrase of phrases) commandWords.add(id, phrase);
  const placeNames = new NameBook();
  for (const place of knowledge.places) placeNames.add(place.id, [place.name, ...place.aliases]);
  const agencyNames = new NameBook();
  for (const agency of knowledge.agencies) agencyNames.add(agency.id, [agency.name, ...agency.aliases]);
  return {
    knowledge,
    index,
    plans: new Map(knowledge.plans.map(({ plan }) => [plan.id, plan])),
    labels: new Labels(knowledge),
    places: new Map(knowledge.places.map((place) => [place.id, place])),
    agencies,
    placeNames,
    agencyNames,
    cues,
    topics,
    smallTalk: smallTalkBook(vocabulary),
    abbreviations,
    commandWords,
    stopwords: groupByFolded(tokenize(vocabulary.stopwords)),
    spelling: new SpellingGuide([...index.texts(), ...vocabularyTexts(knowledge)]),
    assess,
    careBook: buildCareBook(knowledge.care),
    ...settings,
  };
}

function indexed(fact: Fact, topics: PhraseBook, headings: ReadonlyMap<string, string>) {
  const heading = fact.kind === 'passage' ? headingFor(fact.section, headings) : '';
  const text = `${factText(fact)} ${heading}`;
  const tokens = tokenize(text);
  const found = new Set(tokens.flatMap((_, at) => topics.matchAt(tokens, at).map((phrase) => phrase.id)));
  return { fact, text, topics: [...found] };
}

/** The heading of the smallest numbered section that a fact stands in ("IV.3, gạch đầu dòng 2" → that of IV.3). */
function headingFor(section: string, headings: ReadonlyMap<string, string>): string {
  const path = section.match(/^[IVX]+(\.\w+)*/)?.[0].split('.') ?? [];
  for (let length = path.length; length > 1; length -= 1) {
    const heading = headings.get(path.slice(0, length).join('.'));
    if (heading !== undefined) return heading;
  }
  return '';
}

function factText(fact: Fact): string {
  if (fact.kind === 'deadline') return `${fact.data.what} ${fact.quote}`;
  if (fact.kind === 'legal')
    return `${fact.data.type} ${fact.data.number ?? ''} ${fact.data.about ?? ''} ${fact.data.issuer ?? ''}`;
  if (fact.kind === 'contact') return `${fact.data.name} ${fact.data.phone}`;
  return fact.quote;
}

function vocabularyTexts(knowledge: Knowledge): string[][] {
  const { vocabulary } = knowledge;
  const texts = [
    ...vocabulary.stopwords.split(/\s+/),
    ...Object.values(vocabulary.abbreviations),
    ...Object.keys(vocabulary.abbreviations),
    ...Object.values(vocabulary.cues).flat(),
    ...Object.values(vocabulary.topics).flat(),
    ...Object.values(vocabulary.smallTalk).flat(),
    ...knowledge.places.flatMap((place) => [place.name, ...place.aliases]),
    ...knowledge.agencies.flatMap((agency) => [agency.name, ...agency.aliases]),
  ];
  return texts.map((text) => tokenize(text).map((token) => token.folded));
}

function groupByFolded(tokens: readonly Token[]): Map<string, Token[]> {
  const groups = new Map<string, Token[]>();
  for (const token of tokens) groups.set(token.folded, [...(groups.get(token.folded) ?? []), token]);
  return groups;
}
