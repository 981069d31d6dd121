// A new step about rules or their tests: its check, and a solution, a mistake and a variant that work.
import type { CheckKind } from '../checks/index.ts';
import { CONFIG_FILE } from './kinds.ts';

/** What rule checks are about, instead of the program. */
export type RuleCheck = 'rule-values' | 'alert-timeline' | 'rule-tests';
export const isRuleCheck = (check: CheckKind): check is RuleCheck => Object.hasOwn(RULE_CHECKS, check);

const RULE_CHECKS: Readonly<Record<RuleCheck, string>> = {
  'rule-values': `
  # What the learner's rules record is compared with the reference in each world, by value. Learners see no world that passes.
  - kind: rule-values
    file: rules.yml
    by: [path]
    records:
      - id: rate
        # TODO: what is to be recorded, and a right query for it.
        about: the requests per second by path
        reference: sum by (path) (rate(http_requests_total[5m]))
    worlds:
      - name: steady
        about: two instances with steady traffic
        load: |
          load 15s
            http_requests_total{instance="a",path="/hello"} 0+30x80
            http_requests_total{instance="b",path="/hello"} 900+15x80`,
  'alert-timeline': `
  # The learner's alerts run over each timeline. They must fire in the incidents, and at no other time.
  - kind: alert-timeline
    file: rules.yml
    labels: [severity]
    timelines:
      # TODO: what must an alert find, and what must not wake anyone?
      - name: outage
        about: one of two targets is down for ten minutes, and one scrape fails
        load: |
          load 15s
            up{job="app",instance="a"} 1x239
            up{job="app",instance="b"} 1x39 0x39 1x79 0 1x78
        incidents:
          - id: target-down
            about: one of the two targets is down
            from: 10m
            to: 20m
            labels: { instance: b }
            fires: { within: 3m }
            resolves: { within: 3m }
        blips:
          - { id: failed-scrape, about: one scrape fails, from: 40m }`,
  'rule-tests': `
  # The learner's tests must fail for each mistake in the rules that one of the worlds can tell from the rules.
  - kind: rule-tests
    file: tests.yml
    rules: rules.yml
    worlds:
      # TODO: series on both sides of each threshold.
      - name: outage
        load: |
          load 15s
            up{job="app",instance="a"} 1x40 0x20 1x40
            up{job="app",instance="b"} 1x100`,
};

/** The front matter of a step about rules, below its kind. */
export function ruleStep(check: RuleCheck): string {
  const isTests = check === 'rule-tests';
  const files = isTests ? ['tests.yml', 'rules.yml'] : ['rules.yml', CONFIG_FILE];
  const solved = isTests ? ['tests.yml', 'rules.yml'] : ['rules.yml'];
  return `# The files that the step is about; the first one opens in the learner's editor, and a case of one file takes its place.
files: [${files.join(', ')}]${isTests ? '' : '\nprometheus: true'}
solution:
  # Workspace file: the file of this folder that replaces it when the learner asks for the solution.
  files:
${solved.map((file) => `    ${file}: solution/${file}`).join('\n')}${isTests ? '' : '\n  # Added to `rule_files` of prometheus.yml.\n  ruleFiles: [rules.yml]'}
checks:${RULE_CHECKS[check]}`;
}

const RECORD = (expr: string): string => `groups:
  - name: requests
    rules:
      - record: path:http_requests:rate5m
        expr: ${expr}
`;

const ALERT = (holds: string): string => `groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up == 0
${holds}        labels: { severity: page }
`;

const QUIET_TESTS = `rule_files: [rules.yml]
evaluation_interval: 15s
tests:
  - name: a target is down
    interval: 15s
    input_series:
      - series: 'up{job="app",instance="a"}'
        values: 1x39 0x20 1x20
      - series: 'up{job="app",instance="b"}'
        values: 1x80
    alert_rule_test:
      - alertname: TargetDown
        eval_time: 10m45s
`;

const firesAt = (time: string): string => `      - alertname: TargetDown
        eval_time: ${time}
        exp_alerts:
          - exp_labels: { severity: page, job: app, instance: a }
`;

const mistake = (code: string, what: string): string => `# mistake: ${code} — ${what}\n`;

/** The files of a step about rules: all of them work, so that an author changes what is there. */
export function ruleFiles(check: RuleCheck): ReadonlyMap<string, string> {
  switch (check) {
    case 'rule-values':
      return new Map([
        ['solution/rules.yml', RECORD('sum by (path) (rate(http_requests_total[5m]))')],
        [
          'mistakes/raw-counter.yml',
          mistake('recorded-values-differ', 'the total since the start') +
            RECORD('sum by (path) (http_requests_total)'),
        ],
        [
          'variants/without-instance.yml',
          `# variant: without the label of the instance\n${RECORD('sum without (instance) (rate(http_requests_total[5m]))')}`,
        ],
      ]);
    case 'alert-timeline':
      return new Map([
        ['solution/rules.yml', ALERT('        for: 1m\n')],
        ['mistakes/no-for.yml', mistake('no-for', 'one failed scrape is enough') + ALERT('')],
        ['variants/longer.yml', `# variant: it waits longer\n${ALERT('        for: 2m\n')}`],
      ]);
    case 'rule-tests':
      return new Map([
        ['solution/rules.yml', ALERT('        for: 1m\n')],
        ['solution/tests.yml', QUIET_TESTS + firesAt('11m')],
        [
          'mistakes/only-quiet.yml',
          mistake('only-happy-path', 'no test in which the alert fires') + QUIET_TESTS,
        ],
        [
          'variants/later.yml',
          `# variant: looked at later, too\n${QUIET_TESTS}${firesAt('11m')}${firesAt('14m')}`,
        ],
      ]);
    default:
      return check satisfies never;
  }
}
