// Adds or repairs one scrape job in the text of a prometheus.yml, and leaves every other byte as the learner wrote it.
// Pure. What cannot be edited with certainty is rejected with its line: the caller then starts from another file.
import { isDeepStrictEqual } from 'node:util';
import { isAlias, isMap, isSeq, visit, type Document } from 'yaml';
import type { ScrapeFileFault } from '../contract/faults.ts';
import { isRightJob, mendJobNode, newJobNode, type WantedJob } from './fields.ts';
import { nameOf, parseScrapeFile, type ScrapeFile } from './parse.ts';
import { appendJob } from './append.ts';
import { mendTarget, rewriteJob } from './repair.ts';
import { applySplices, eolOf, writingLike, type Splice } from './text.ts';

export type ScrapeJobEdit =
  | { readonly status: 'edited'; readonly text: string }
  /** The job is there already, and right. */
  | { readonly status: 'unchanged'; readonly text: string }
  /** Nothing added to this file makes a configuration that Prometheus loads. */
  | ({ readonly status: 'rejected' } & ScrapeFileFault);

const BOM = '\uFEFF';

/** The text with the job in it, once and right. A second call changes nothing. */
export function addScrapeJob(yamlText: string, wanted: WantedJob): ScrapeJobEdit {
  const bom = yamlText.startsWith(BOM) ? BOM : '';
  const body = yamlText.slice(bom.length);
  const file = parseScrapeFile(body, wanted.job);
  if ('problem' in file) return { status: 'rejected', ...file };
  const named = file.jobs.flatMap((job, index) => (nameOf(job) === wanted.job ? [index] : []));
  const [first] = named;
  if (first !== undefined && named.length === 1 && isRightJob(file.jobs[first], wanted)) {
    return { status: 'unchanged', text: yamlText };
  }
  for (const edit of editsOf(body, file.document, named, wanted)) {
    const text = edit();
    if (text !== undefined && isWanted(text, file, wanted)) return { status: 'edited', text: bom + text };
  }
  return { status: 'rejected', problem: { kind: 'no-edit' }, line: 1 };
}

/** From the smallest edit to the largest: the first that gives what is wanted, and changes nothing else, is taken. */
function editsOf(
  body: string,
  document: Document,
  named: readonly number[],
  wanted: WantedJob,
): readonly (() => string | undefined)[] {
  const spliced = (splices: readonly Splice[] | undefined) => splices && applySplices(body, splices);
  const whole = () => rewriteDocument(body, document, named, wanted).replaceAll('\n', eolOf(body));
  if (named.length === 0) return [() => spliced(appendJob(body, document, wanted)), whole];
  const target = () => spliced(mendTarget(body, document, named, wanted));
  // An alias cannot be written apart from the document that has its anchor.
  if (hasAlias(document)) return [target, whole];
  return [target, () => spliced(rewriteJob(body, document, named, wanted)), whole];
}

/** The document written again: comments and order stay, spacing may not. */
function rewriteDocument(
  body: string,
  document: Document,
  named: readonly number[],
  wanted: WantedJob,
): string {
  const list: unknown = isMap(document.contents) ? document.get('scrape_configs', true) : undefined;
  const [first, ...surplus] = named;
  const job: unknown = isSeq(list) && first !== undefined ? list.items[first] : undefined;
  if (isSeq(list) && isMap(job)) {
    mendJobNode(document, job, wanted);
    for (const index of surplus.toReversed()) list.delete(index);
  } else if (isSeq(list)) {
    list.add(newJobNode(document, wanted));
  } else if (isMap(document.contents)) {
    document.contents.flow = false;
    document.set('scrape_configs', document.createNode([newJobNode(document, wanted)]));
  }
  return document.toString(writingLike(body));
}

function hasAlias(document: Document): boolean {
  let isFound = false;
  visit(document, (_, node) => {
    isFound ||= isAlias(node);
    return isFound ? visit.BREAK : undefined;
  });
  return isFound;
}

/** Whether the edited text has the job, right and once, and all else as it was. */
function isWanted(text: string, before: ScrapeFile, wanted: WantedJob): boolean {
  const after = parseScrapeFile(text, wanted.job);
  if ('problem' in after) return false;
  const others = ({ jobs }: ScrapeFile) => jobs.filter((job) => nameOf(job) !== wanted.job);
  const mine = after.jobs.filter((job) => nameOf(job) === wanted.job);
  return (
    mine.length === 1 &&
    isRightJob(mine[0], wanted) &&
    isDeepStrictEqual(others(after), others(before)) &&
    isDeepStrictEqual(after.rest, before.rest)
  );
}
