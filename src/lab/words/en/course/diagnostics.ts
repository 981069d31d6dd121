// What is wrong or doubtful in a course, one sentence each.
import type { AnswerNeed } from '../../../checks/facts/specs.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { DiagnosticFacts } from '../../../course/facts/diagnostics.ts';
import type { TextEntries } from '../../contract/entries.ts';
import { wordsOf } from '../../contract/entries.ts';
import { checkErrors } from '../errors/checks.ts';
import { sessionErrors } from '../errors/session.ts';
import { files } from './files.ts';
import { cases } from './cases.ts';
import { found, ruleWords, title, wanted, yamlReason } from './values.ts';

const code = (text: string): string => `\`${text}\``;
const known = (names: readonly string[]): string =>
  names.length === 0 ? '' : ` (known: ${names.map(code).join(', ')})`;
const unknown = (what: string, name: string, names: readonly string[]): string =>
  `There is no ${what} ${code(name)} in course.yaml${known(names)}.`;

const NEEDS: Readonly<Record<AnswerNeed, string>> = {
  query: '`query`',
  labels: '`labels`',
  'one-of-three': 'exactly one of `value`, `metric`, and `query`',
  port: '`port` in addition to `metric`',
  choices: '`choices`',
  correct: '`correct`',
};

export const diagnostics = {
  ...files,
  ...cases,
  'front-matter-missing': () =>
    'The file must begin with a line `---`, then the front matter, then another line `---`.',
  'front-matter-open': () => 'No line `---` ends the front matter.',
  'text-too-long': ({ maxKilobytes }) =>
    `The text of the step is longer than ${maxKilobytes} KB: split the step in two.`,
  'paragraph-too-long': ({ characters, max }) =>
    `${characters} characters follow each other without an empty line, but a paragraph has at most ${max}.`,
  'nested-too-deep': ({ max }) => `More than ${max} lists or quotations are nested here.`,
  'control-character': ({ name }) =>
    `The text contains the control character ${name}, which could change what a terminal shows.`,
  'control-character/escaped': ({ part }) =>
    `The ${part} contains an escaped control character, which could change what a terminal shows.`,

  yaml: ({ reason }) => yamlReason(reason),
  'yaml-too-long': ({ maxKilobytes }) => `The YAML is longer than ${maxKilobytes} KB.`,
  'yaml-duplicate-key': () => 'This key is already in the map.',
  'yaml-tag': ({ tag }) =>
    `A course consists of text, numbers, lists, and maps: the tag ${tag} does not belong in it.`,
  'yaml-aliases': ({ max }) => `The YAML uses its aliases more than ${max} times.`,
  'yaml-aliases/no-anchor': ({ name }) => `No anchor ${code(`&${name}`)} comes before this alias.`,
  'yaml-too-deep': () => 'The YAML is nested too deeply.',

  'unknown-key': ({ key }) => `The key ${code(key)} is not known here.`,
  'missing-key': ({ key, inside }) =>
    `The key ${code(key)} is missing${inside === undefined ? '' : ` in ${code(inside)}`}.`,
  'wrong-type': ({ path, ...values }) =>
    `${title(path)} must be ${wanted(values.wanted)}, but it is ${found(values.found)}.`,
  'wrong-value': ({ path, rule }) => `${title(path)} ${ruleWords(rule)}.`,
  'wrong-choice': ({ path, rule }) => `${title(path)} ${ruleWords(rule)}.`,

  'unknown-scenario': ({ name, known: names }) => unknown('scenario', name, names),
  'unknown-history': ({ name, known: names }) =>
    `There is no history ${code(name)} in course.yaml${names.length === 0 ? '' : ` (known: ${names.join(', ')})`}.`,
  'unknown-port': ({ name, known: names }) => unknown('port', name, names),
  'unknown-port/api': () => 'Scenarios are sent to the port `api`, but `app.ports` has no such port.',
  'unknown-stage': ({ name, known: names }) => unknown('stage', name, names),
  'unknown-step': ({ name }) => `There is no step ${code(name)} after this one.`,
  'unknown-file/entry': ({ file }) => `The entry ${code(file)} is not a file of \`workspace\`.`,
  'unknown-file/of-step': ({ file }) =>
    `${code(file)} is not a file of the workspace: neither course.yaml nor a solution up to this step adds it.`,
  'unknown-file/scrape-config': ({ file }) =>
    `Prometheus is started with ${code(file)}, but the workspace has no such file: add one under \`workspace\` in course.yaml.`,
  'unknown-file/of-check': ({ file }) => `The workspace has no file ${code(file)}.`,
  'unknown-choice': ({ id }) => `\`correct\` is ${code(id)}, but no choice has that id.`,
  'reserved-file': ({ file }) => `The lab or npm keeps its own files at ${code(file)}.`,
  'package-name': ({ name }) => `${code(name)} is not the name of an npm package.`,
  'duplicate-port': ({ port, name }) =>
    `The port ${port} is already called ${code(name)}: give each port one name.`,
  'duplicate-id/choice': ({ id }) => `Another choice has the id ${code(id)}.`,
  'duplicate-id/incident': ({ id }) => `Another incident has the id ${code(id)}.`,
  'duplicate-id/world': ({ id }) => `Another world has the name ${code(id)}.`,
  'empty-range': () => '`min` must not be greater than `max`.',
  'empty-span': () => '`to` must be later than `from`.',
  'bad-check/load': (params) => checkErrors['bad-check/load'](params).message,
  'bad-check/load-too-long': (params) => checkErrors['bad-check/load-too-long'](params).message,
  'bad-check/query': (params) => checkErrors['bad-check/query'](params).message,
  'bad-check/reference': (params) => checkErrors['bad-check/reference'](params).message,
  'empty-load': ({ name }) => `The \`load\` of ${name} has no series.`,
  'unknown-series': ({ metric, known: names }) =>
    `The query reads ${code(metric)}, but no \`load\` has such a series${known(names)}.`,
  'outside-load': ({ name, length }) => `The \`load\` of ${name} is only ${length} long.`,
  'duplicate-id/step': ({ id, folder }) => `The step in ${folder} has the id ${code(id)} too.`,
  'duplicate-id/part': ({ id }) => `Another part has the id ${code(id)}.`,
  'steps-and-parts': () =>
    'A course has either `steps` or `parts`: put the steps into the lists of the parts.',
  'duplicate-step': ({ folder }) => `The step ${folder} is already in the list.`,
  'no-contest': () => 'A winner needs at least two requests with a count above 0.',
  'request-path': () => 'A path that is sent contains no spaces, no `#`, and only ASCII characters.',
  'second-question': () => 'A step asks one question: put this one into another step.',
  'incomplete-answer': ({ form, needs }) => `An answer of the form ${code(form)} needs ${NEEDS[needs]}.`,

  'open-code-fence': () => 'This code fence is never closed.',
  'dead-link': ({ href }) => `There is no heading ${href} in this step.`,
  'dead-link/nowhere': () => 'This link leads nowhere.',
  'dead-link/file': ({ why }) => wordsOf(files, why),
  'dead-image/nowhere': () => 'This image leads nowhere.',
  'dead-image/file': ({ why }) => wordsOf(files, why),
  'link-scheme': ({ of, scheme }) =>
    `The address of ${of === 'link' ? 'a link' : 'an image'} may begin with http, https, or mailto, but not with ${scheme}.`,
  'hint-gives-away': ({ given }) => `The first hint gives the solution away: it says ${code(given)}.`,
  'unknown-placeholder': ({ placeholder, known: names }) =>
    `The placeholder ${placeholder} has no value (known: ${names.map((name) => `{{${name}}}`).join(', ')}).`,
  'step-order': ({ folder, last }) =>
    `${folder} comes after a folder with the number ${last}: number the folders in the order of the list.`,
  'folder-name': ({ id, folder }) => `The id is ${code(id)}, but the folder is named ${folder}.`,
  'kind-mismatch/answer': () => 'A step of the kind `answer` needs a check of the kind `answer`.',
  'kind-mismatch/choice': () => 'A step of the kind `choice` needs an answer of the form `choice`.',
  'kind-mismatch/question': () =>
    'A step in which the learner changes something asks no question, because verify would prove only the question: ask it in another step.',
  'kind-mismatch/query': ({ file }) =>
    `A step of the kind \`query\` needs a check with the file ${code(file)}.`,
  'no-solution': () => 'A step in which the learner changes something needs a solution that can be applied.',
  'needs-prometheus': () => 'A check of this step asks Prometheus: add `prometheus: true`.',
  'empty-text': () => 'The step has no text below its front matter.',
  'no-mistakes': () =>
    'The step has no file in mistakes/: put a mistake that must fail there, so that verify can prove the checks.',
  'no-variants': () =>
    'The step has no file in variants/: put another correct solution that must pass there, so that verify can prove the checks.',
  'stray-file': () => 'Nothing in the course refers to this file.',
  unfinished: () => 'Something is missing here: write it, and remove the mark.',
  'unreachable-scenario': ({ id }) => `No step sends the scenario ${code(id)}.`,
  'unused-history': ({ id }) => `No step reads the history ${code(id)}.`,
  'bad-history': ({ name, line, said }) =>
    sessionErrors['history-not-loaded/description']({ name, problems: [{ line, message: said }] }).message,
  'bad-history/too-long': ({ days }) =>
    sessionErrors['history-not-loaded']({ why: { kind: 'too-long', days } }).message,
  'bad-solution': ({ said }) => `Prometheus cannot read this solution: ${shortened(said)}.`,
  'empty-solution': ({ of }) => `This solution has no ${of}.`,
  'history-without-prometheus': () =>
    'A history is loaded into Prometheus when the step begins: add `prometheus: true`.',
  'text-gives-away': ({ given }) => `The text gives the solution away: it contains ${code(given)}.`,
  'unused-stage': ({ id }) => `No step ends in the stage ${code(id)}, and no workspace begins with it.`,
} satisfies TextEntries<DiagnosticFacts>;
