/** The structure of Vietnamese syllables, without diacritics: tells words from typing residue. */

const ONSETS = 'b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ');
const RIMES = (
  'a ac ach ai ak am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu ' +
  'im in inh ip it iu o oa oac oach oai oam oan oang oanh oat oay oc oe oen oeo oet oi om on ong op ot u ua uan ' +
  'uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt ' +
  'uyu y yem yen yet yeu'
).split(' ');

const SYLLABLES = new Set<string>();
for (const rime of RIMES) {
  SYLLABLES.add(rime);
  for (const onset of ONSETS) SYLLABLES.add(onset + rime);
}
for (const gi of ['gi', 'gin', 'gim', 'gich', 'gieng', 'giet', 'gia']) SYLLABLES.add(gi);

/** Whether a folded word has the shape of a Vietnamese syllable. */
export function isSyllable(folded: string): boolean {
  return SYLLABLES.has(folded);
}
