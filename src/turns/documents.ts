/** What is said where somebody sends a file. */
import { say } from '../dialogue/draft.ts';
import type { World } from '../dialogue/world.ts';
import type { DocumentReceived, TextReceived } from '../model/incoming.ts';
import { textReply, type Reply } from '../model/reply.ts';
import type { StoredRecord } from '../model/store.ts';
import type { UploadDesk } from '../publishing/upload-desk.ts';
import type { Spot } from './turn.ts';

/** The words that came with a file, as a message of their own; null where there are none. */
export function wordsWith({ file: _file, caption, ...received }: DocumentReceived): TextReceived | null {
  return caption === undefined ? null : { ...received, kind: 'text', text: caption, addressed: true };
}

/** Files are not opened for everybody; what help there is, is said all the same. */
export function strangersReply(world: World): Reply {
  return textReply('help', [say(world, 'document-stranger'), say(world, 'help-111')]);
}

export interface Hint {
  readonly lines: readonly string[];
  /** What to commit so that the hint holds. */
  readonly put: readonly StoredRecord[];
}

/** How somebody who runs the service can import a document on this channel. */
export function documentHint(
  { channel, chat }: Spot,
  now: number,
  { world, uploads }: { readonly world: () => World; readonly uploads: UploadDesk },
): Hint {
  // Zalo hands files over to nobody: the page takes them.
  if (channel !== 'zalo') return { lines: [say(world(), 'document-hint')], put: [] };
  const { text, put } = uploads.link(chat, now);
  return { lines: [say(world(), 'upload-hint'), text], put };
}

/** A reply with a hint under it. */
export function withHint(reply: Reply, { lines }: Hint): Reply {
  return { ...reply, text: [reply.text, ...lines].join('\n') };
}
