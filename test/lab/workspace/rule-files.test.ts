import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { addRuleFiles } from '../../../src/lab/workspace/scrape-job/rule-files.ts';

const add = (text: string): string | undefined => addRuleFiles(text, ['rules.yml']);

describe('rule files are added to a configuration', () => {
  test('below the global section, where there are none', () => {
    expect(add('# mine\nglobal:\n  scrape_interval: 5s # often\n\nscrape_configs: []\n')).toBe(
      '# mine\nglobal:\n  scrape_interval: 5s # often\n\nrule_files:\n  - rules.yml\n\nscrape_configs: []\n',
    );
  });

  test('at the end, without a global section and a line break', () => {
    expect(add('scrape_configs:\n- job_name: x')).toBe(
      'scrape_configs:\n- job_name: x\nrule_files:\n  - rules.yml\n',
    );
  });

  test('below the files that are listed, as they are indented', () => {
    expect(add('rule_files:\n- a.yml # one\nglobal: {}\n')).toBe(
      'rule_files:\n- a.yml # one\n- rules.yml\nglobal: {}\n',
    );
    expect(add('rule_files:\r\n    - a.yml\r\n')).toBe('rule_files:\r\n    - a.yml\r\n    - rules.yml\r\n');
  });

  test.each([
    'rule_files: [a.yml]\n',
    'rule_files:\nglobal: {}\n',
    '{global: {}, rule_files: ["a.yml"]}\n',
    '\uFEFFglobal: {}\n',
  ])('in whatever form %j is', (text) => {
    const before = parse(text) as { rule_files?: string[] };
    const after = parse(add(text) ?? '') as { rule_files: string[] };
    expect(after.rule_files).toEqual([...(before.rule_files ?? []), 'rules.yml']);
  });

  test.each(['rule_files:\n  - rules.yml\n', 'rule_files: ["rules.yml", b.yml]\n'])(
    'only once: %j stays',
    (text) => {
      expect(add(text)).toBe(text);
    },
  );

  test.each(['', '- a list\n', 'global: {\n'])('never to %j, which is no configuration', (text) => {
    expect(add(text)).toBeUndefined();
  });
});
