/** Everything the dialogue knows, made once from the loaded knowledge; deciding only reads it. */
import { FactIndex } from '../knowledge/index.ts';
import { factsOf, type Fact } from '../knowledge/facts.ts';
import type { Knowledge } from '../knowledge/load.ts';
import type { Agency, Place, Plan } from '../knowledge/schema.ts';
import type { Assessment } from '../safety/assess.ts';
import { PhraseBook } from '../text/lexicon.ts';
import { NameBook } from '../text/name-book.ts';
import { SpellingGuide } from '../text/spelling.ts';
import { findPhrase, tokenize, type Token } from '../text/tokens.ts';

export interface World {
  readonly knowledge: Knowledge;
  readonly index: FactIndex;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly places: ReadonlyMap<string, Place>;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly placeNames: NameBook;
  readonly agencyNames: NameBook;
  readonly cues: PhraseBook;
  readonly topics: PhraseBook;
  readonly abbreviations: PhraseBook;
  readonly stopwords: readonly Token[];
  readonly spelling: SpellingGuide;
  /** Judges whether a message signs harm to a child. */
  readonly assess: (text: string) => Assessment;
}

/** Builds the world of a knowledge folder. */
export function buildWorld(knowledge: Knowledge, assess: World['assess']): World {
  const { vocabulary } = knowledge;
  const agencies = new Map(knowledge.agencies.map((agency) => [agency.id, agency]));
  const topicPhrases = Object.entries(vocabulary.topics).map(
    ([id, phrases]) => [id, phrases.map((phrase) => tokenize(phrase))] as const,
  );
  const index = new FactIndex();
  for (const { plan } of knowledge.plans) {
    index.addPlan(plan.id, factsOf(plan).map((fact) => indexed(fact, topicPhrases)));
  }
  const cues = new PhraseBook();
  for (const [id, phrases] of Object.entries(vocabulary.cues)) for (const phrase of phrases) cues.add(id, phrase);
  const topics = new PhraseBook();
  for (const [id, phrases] of Object.entries(vocabulary.topics)) for (const phrase of phrases) topics.add(id, phrase);
  const abbreviations = new PhraseBook();
  for (const [short, full] of Object.entries(vocabulary.abbreviations)) abbreviations.add(full, short);
  const placeNames = new NameBook();
  for (const place of knowledge.places) placeNames.add(place.id, [place.name, ...place.aliases]);
  const agencyNames = new NameBook();
  for (const agency of knowledge.agencies) agencyNames.add(agency.id, [agency.name, ...agency.aliases]);
  return {
    knowledge,
    index,
    plans: new Map(knowledge.plans.map(({ plan }) => [plan.id, plan])),
    places: new Map(knowledge.places.map((place) => [place.id, place])),
    agencies,
    placeNames,
    agencyNames,
    cues,
    topics,
    abbreviations,
    stopwords: tokenize(vocabulary.stopwords),
    spelling: new SpellingGuide([...index.texts(), ...vocabularyTexts(knowledge)]),
    assess,
  };
}

function indexed(fact: Fact, topicPhrases: readonly (readonly [string, readonly Token[][]])[]) {
  const text = factText(fact);
  const tokens = tokenize(text);
  const topics = topicPhrases
    .filter(([, phrases]) => phrases.some((phrase) => findPhrase(tokens, phrase).length > 0))
    .map(([id]) => id);
  return { fact, text, topics };
}

function factText(fact: Fact): string {
  if (fact.kind === 'deadline') return `${fact.data.what} ${fact.quote}`;
  if (fact.kind === 'legal') return `${fact.data.type} ${fact.data.number ?? ''} ${fact.data.about ?? ''} ${fact.data.issuer ?? ''}`;
  if (fact.kind === 'contact') return `${fact.data.name} ${fact.data.phone}`;
  return fact.quote;
}

function vocabularyTexts(knowledge: Knowledge): Token[][] {
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
  return texts.map((text) => tokenize(text));
}
