/** One self-contained page for the reviewer: the document on the left, what was found in it on the right. */
import type { ImportingWords } from '../../knowledge/importing-schema.ts';
import type { ImportResult } from '../import-file.ts';
import { reviewFacts, type ReviewFact } from './review-facts.ts';

/** The page's HTML: no script from elsewhere, no picture, no address; everything in it is escaped. */
export function reviewPage(result: ImportResult, words: ImportingWords): string {
  const facts = reviewFacts(result.found, words);
  const open = new Set(result.coverage.open);
  const { review } = words;
  const title = result.plan.title ?? result.file;
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escape(`${review.title}: ${title}`)}</title><style>${STYLE}</style></head>
<body><header><h1>${escape(title)}</h1><p>${escape(review.title)} · ${escape(result.draft.plan.id)} · ${escape(review.coverage)}: <strong>${(result.coverage.share * 100).toFixed(1)} %</strong></p></header>
<main><section aria-label="${escape(review.document)}"><h2>${escape(review.document)}</h2>
${documentHtml(result, facts, open)}
</section><section aria-label="${escape(review.facts)}">
${warningsHtml(result, words)}
${Object.entries(review.kinds)
  .map(([kind, label]) => kindHtml(kind, label, facts))
  .join('\n')}
</section></main><script>${SCRIPT}</script></body></html>
`;
}

function documentHtml(result: ImportResult, facts: readonly ReviewFact[], open: ReadonlySet<number>): string {
  const byItem = new Map<number, ReviewFact[]>();
  for (const fact of facts) byItem.set(fact.item, [...(byItem.get(fact.item) ?? []), fact]);
  return result.found.items
    .map((item) => {
      const isOpen = Array.from({ length: item.last - item.first + 1 }, (_, at) => item.first + at).some((line) =>
        open.has(line),
      );
      const warned = result.warnings.some((warning) => warning.item === item.index);
      const classes = [item.heading ? 'heading' : '', isOpen ? 'open' : '', warned ? 'warned' : '']
        .filter((name) => name !== '')
        .join(' ');
      return `<p id="p${item.index}" class="${classes}" data-section="${escape(item.section)}">${marked(item.text, byItem.get(item.index) ?? [])}</p>`;
    })
    .join('\n');
}

/** A paragraph with its facts marked; where facts overlap, each stretch names all of them. */
function marked(text: string, facts: readonly ReviewFact[]): string {
  const spans = facts.flatMap((fact) => {
    const at = text.indexOf(fact.quote);
    if (at >= 0) return [{ fact, start: at, end: at + fact.quote.length }];
    return fact.quote.includes(text) ? [{ fact, start: 0, end: text.length }] : [];
  });
  const cuts = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort(
    (one, other) => one - other,
  );
  return cuts
    .slice(0, -1)
    .map((from, index) => {
      const to = cuts[index + 1]!;
      const inside = spans.filter((span) => span.start <= from && span.end >= to);
      const words = escape(text.slice(from, to));
      if (inside.length === 0) return words;
      return `<mark class="k-${inside[0]!.fact.kind}" data-facts="${inside.map((span) => span.fact.id).join(' ')}">${words}</mark>`;
    })
    .join('');
}

function warningsHtml(result: ImportResult, words: ImportingWords): string {
  const problems = result.draft.problems.map((problem) => `<li>${escape(problem)}</li>`);
  const warnings = result.warnings.map((warning) =>
    warning.item === null
      ? `<li>${escape(warning.text)}</li>`
      : `<li><a href="#p${warning.item}">${escape(warning.text)}</a></li>`,
  );
  const open = result.coverage.open.map((line) => {
    const item = result.found.items.find((each) => each.first <= line && each.last >= line);
    return `<li><a href="#p${item?.index ?? 0}">${escape(result.reading.lines[line]!.text)}</a></li>`;
  });
  const none = `<p>${escape(words.review.none)}</p>`;
  return `<h2>${escape(words.review.warnings)}</h2>${warnings.length + problems.length > 0 ? `<ul class="warnings">${[...warnings, ...problems].join('')}</ul>` : none}
${open.length > 0 ? `<h2>${escape(words.review.unclaimed)}</h2><ul class="open">${open.join('')}</ul>` : ''}`;
}

function kindHtml(kind: string, label: string, facts: readonly ReviewFact[]): string {
  const own = facts.filter((fact) => fact.kind === kind);
  if (own.length === 0) return '';
  const entries = own.map(
    (fact) =>
      `<li id="${fact.id}"><a href="#p${fact.item}"><b>${escape(fact.title)}</b></a>${fact.details.map((detail) => `<br>${escape(detail)}`).join('')}</li>`,
  );
  return `<details open><summary><h2 class="k-${kind}">${escape(label)} (${own.length})</h2></summary><ol>${entries.join('')}</ol></details>`;
}

function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif}header{padding:.5rem 1rem;border-bottom:1px solid #8886}h1{font-size:1.15rem;margin:.2rem 0}h2{font-size:1rem;margin:.8rem 0 .3rem;display:inline-block}main{display:grid;grid-template-columns:1fr 1fr}section{height:calc(100vh - 5.5rem);overflow:auto;padding:0 1rem}@media(max-width:50rem){main{grid-template-columns:1fr}section{height:auto}section:last-child{order:-1}}p{margin:.25rem 0}.heading{font-weight:700}.open{outline:2px dashed #c60}.warned{border-left:4px solid #c00;padding-left:.5rem}mark{color:inherit;background:#8883}mark.on{outline:2px solid #06c}.k-deadlines{background:#f9c74f66}.k-assignments{background:#90be6d44}.k-targets{background:#577590aa}.k-slogans{background:#f4a26166}.k-contacts{background:#c77dff55}.k-legalBases{background:#4cc9f044}.k-document,.k-theme{background:#43aa8b55}.k-passages{background:none}ul.warnings{border-left:4px solid #c00}li{margin:.3rem 0}a{color:inherit}:target{background:#06c3}`;
const SCRIPT = `document.addEventListener('click',function(event){var mark=event.target.closest('mark');if(!mark)return;var first=document.getElementById(mark.dataset.facts.split(' ')[0]);if(first){first.scrollIntoView({block:'center'});location.hash=first.id}});`;
