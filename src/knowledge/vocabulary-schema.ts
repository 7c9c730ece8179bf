/** The shape of `vocabulary.yaml`, `messages.yaml` and `page.yaml`. */
import { z } from 'zod';

const phrases = z.array(z.coerce.string().min(1)).min(1);

export const vocabularySchema = z.strictObject({
  abbreviations: z.record(z.string(), z.coerce.string()),
  cues: z.record(z.string(), phrases),
  smallTalk: z.strictObject({ greeting: phrases, thanks: phrases, goodbye: phrases, help: phrases, filler: phrases }),
  commands: z.record(z.string().regex(/^[a-z0-9]+( [a-z]+)?$/), phrases),
  ownUnit: phrases,
  /** What a link to a document has in it. */
  documentLinks: phrases,
  stopwords: z.string(),
  topics: z.record(z.string(), phrases),
});

export const messagesSchema = z.record(z.string(), z.string());

export const pageTextsSchema = z.record(z.string(), z.string().min(1));

export type Vocabulary = z.infer<typeof vocabularySchema>;
