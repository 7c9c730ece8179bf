/** The model's two files: a json header that people can read and the weights as bytes. */
import { z } from 'zod';
import type { Head } from './classifier.ts';
import { FEATURE_VERSION } from './features.ts';
import type { Gate } from './gate.ts';

/** The layout of the files; another one is refused. */
const FORMAT_VERSION = 3;

const finite = z.number();
const headSchema = z.strictObject({
  name: z.enum(['harm', 'level', 'category', 'speaker']),
  labels: z.array(z.string()).min(1),
  bits: z.number().int().min(8).max(21),
  bias: z.array(finite),
  scale: z.array(finite),
});
const headerSchema = z.strictObject({
  format: z.literal(FORMAT_VERSION),
  features: z.literal(FEATURE_VERSION),
  bytes: z.number().int().positive(),
  calibration: z.strictObject({ part: finite, slope: finite, offset: finite }),
  thresholds: z.strictObject({ uncertain: finite, sure: finite, certain: finite }),
  heads: z.array(headSchema).length(4),
});

/** The four heads with their thresholds. */
export type Model = Omit<Gate, 'lexicon'>;

/** Makes the model of its two files; throws where they do not belong together or to this program. */
export function parseModel(header: string, bytes: Uint8Array): Model {
  const parsed = headerSchema.safeParse(JSON.parse(header));
  if (!parsed.success) {
    throw new Error(`safety model does not fit this program, train it again: ${z.prettifyError(parsed.error)}`);
  }
  const { heads, calibration, thresholds, bytes: size } = parsed.data;
  if (bytes.length !== size) throw new Error(`safety weights have ${bytes.length} bytes, the header says ${size}`);
  const found = new Map<string, Head>();
  let at = 0;
  for (const head of heads) {
    const length = head.labels.length * 2 ** head.bits;
    const weights = new Int8Array(Uint8Array.from(bytes.subarray(at, at + length)).buffer);
    if (weights.length !== length) throw new Error(`safety weights end within head ${head.name}`);
    found.set(head.name, { ...head, weights });
    at += length;
  }
  const named = (name: string): Head => required(found, name);
  return {
    harm: named('harm'),
    level: named('level'),
    category: named('category'),
    speaker: named('speaker'),
    calibration,
    thresholds,
  };
}

function required(found: ReadonlyMap<string, Head>, name: string): Head {
  const head = found.get(name);
  if (!head) throw new Error(`safety model lacks head ${name}`);
  return head;
}

/** The two files of a model. */
export function formatModel(model: Model): { header: string; bytes: Uint8Array } {
  const heads = [model.harm, model.level, model.category, model.speaker];
  const bytes = new Uint8Array(heads.reduce((sum, head) => sum + head.weights.length, 0));
  let at = 0;
  for (const head of heads) {
    bytes.set(new Uint8Array(head.weights.buffer, head.weights.byteOffset, head.weights.length), at);
    at += head.weights.length;
  }
  return { header: `${JSON.stringify(describe(model, heads, bytes.length), null, 2)}\n`, bytes };
}

function describe(
  { calibration, thresholds }: Model,
  heads: readonly Head[],
  bytes: number,
): z.infer<typeof headerSchema> {
  const described = heads.map(({ name, labels, bits, bias, scale }) => ({
    name: headSchema.shape.name.parse(name),
    labels: [...labels],
    bits,
    bias: [...bias],
    scale: [...scale],
  }));
  return { format: FORMAT_VERSION, features: FEATURE_VERSION, bytes, calibration, thresholds, heads: described };
}
