// What is wrong with the rules that Prometheus loads.
import type { RuleFacts } from '../../../checks/facts/prometheus/rules.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { listed, plural } from '../grammar/phrases.ts';
import { where, written } from '../prometheus/places.ts';

export const rules = {
  'rule-files-missing': ({ file, isNested, line }) => ({
    message: isNested
      ? `rule_files in ${file}${line === undefined ? '' : `:${line}`} is inside another key, where Prometheus does not look for it.`
      : `${file} names no rule files.`,
    hint: isNested
      ? 'Begin the line without spaces, at the level of global and scrape_configs.'
      : 'Add the key rule_files with a list of files, at the level of global and scrape_configs.',
  }),
  'rule-files-not-a-list': ({ at, text }) => ({
    message: `rule_files (${where(at)}) is no list.`,
    expected: 'a dash before each file, or square brackets around all',
    observed: text,
    hint: 'Write a dash and a space before the name of each file.',
  }),
  'rule-pattern-invalid': ({ at, pattern }) => ({
    message: `Prometheus does not accept ${written(pattern)} as the name of a rule file (${where(at)}).`,
    hint: 'Only the last part of the name may have a `*`, and each `[` needs a `]`. The name of one file is enough.',
  }),
  'rule-file-not-listed': ({ config, file, patterns }) => ({
    message: `${config} loads ${listed(patterns.map(written))}, but not ${file}.`,
    hint: `Add ${file} to rule_files: names are relative to ${config}.`,
  }),
  'rule-file-missing': ({ config, file, patterns }) => ({
    message: `${config} loads ${listed(patterns.map(written))}, and there are no rules in it.`,
    hint: `Create ${file} with a group of rules, next to ${config}.`,
  }),
  'rules-missing': ({ file }) => ({
    message: `${file} has no rules.`,
    hint: 'A rule file has a list of groups, and each group has a name and a list of rules.',
  }),
  'rules-rejected': ({ file, line, said }) => ({
    message: `Prometheus does not accept ${file === '' ? 'the rules' : file}${line === undefined ? '' : `:${line}`}.`,
    observed: shortened(said, 300),
    hint: 'Correct the line and what belongs to it. `ecom-lab prometheus check rules` checks a file in the same way.',
  }),
  'rules-not-simulated': ({ said }) => ({
    message: 'Your rules and the metrics of the step contradict each other.',
    observed: shortened(said, 300),
    hint: 'Give each recording rule a name that no metric of a target has, and no other rule with the same labels.',
  }),
  'rules-too-heavy': ({ file, why }) => ({
    message: `The rules of ${file} need more ${why === 'memory' ? 'memory' : 'time'} than a check may use.`,
    hint: 'Use longer steps in subqueries, or record what several rules read.',
  }),
  'rule-fails': ({ rule, at, said }) => ({
    message: `Prometheus cannot evaluate ${written(rule)} (${where(at)}).`,
    observed: shortened(said, 300),
    hint: 'Enter the expression in Prometheus and look at the labels on both sides of each operator.',
  }),
  'rules-not-loaded': ({ rules: names, url }) => ({
    message: `The Prometheus at ${url} does not have ${listed(names.map(written))} yet as the file has ${plural(names.length, 'it', 'them')}.`,
    hint: 'Save the file and restart your Prometheus, or tell it to reload its configuration.',
  }),
  'rule-unhealthy': ({ rule, said }) => ({
    message: `Prometheus has loaded ${written(rule)} and cannot evaluate it.`,
    observed: shortened(said, 300),
    hint: 'Enter the expression in Prometheus and look at the labels on both sides of each operator.',
  }),
} satisfies FailEntries<RuleFacts>;
