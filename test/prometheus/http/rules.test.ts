// The filters and pages of /api/v1/rules, from the facts of Prometheus's web/api/v1/api_test.go.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../src/prometheus/http/api/error.ts';
import { toApiRequest } from '../../../src/prometheus/http/api/route.ts';
import { ruleRoutes } from '../../../src/prometheus/http/endpoints/rules.ts';
import type { ActiveAlert } from '../../../src/prometheus/rules/model/alert.ts';
import type { Rule } from '../../../src/prometheus/rules/model/rule.ts';
import type { RuleGroupView, RuleView } from '../../../src/prometheus/rules/model/view.ts';
import { alert, group, labelsOf, record } from '../rules/build.ts';

const NOW = 1_700_000_000_500;

const active: ActiveAlert = {
  labels: labelsOf('', { alertname: 'Down', job: 'api' }),
  annotations: { text: 'down' },
  value: 0.25,
  state: 'firing',
  activeAtMs: NOW,
  firedAtMs: NOW,
  resolvedAtMs: undefined,
  lastSentAtMs: undefined,
  keepFiringSinceMs: undefined,
};

function viewOf(rule: Rule): RuleView {
  const progress = { health: 'ok' as const, lastError: '', evaluationSeconds: 0.5, lastEvaluationMs: NOW };
  if (rule.kind === 'recording') return { rule, ...progress };
  return { rule, ...progress, state: 'firing', alerts: [active] };
}

function groupView(file: string, name: string, rules: readonly Rule[]): RuleGroupView {
  const rest = { evaluationSeconds: 1.5, lastEvaluationMs: undefined };
  return { group: group(rules, { file, name, limit: 7 }), rules: rules.map(viewOf), ...rest };
}

const down = alert('Down', 'up == 0', {
  holdMs: 60_000,
  keepFiringMs: 1_500,
  labels: { z: '{{ $value }}', team: 'a' },
  annotations: { text: '{{ 1 }}' },
});
const GROUPS: readonly RuleGroupView[] = [
  groupView('/a.yml', 'one', [down, record('r', 'sum(up)', { labels: { team: 'b' } })]),
  groupView('/a.yml', 'two', [record('s', '1')]),
  groupView('/b.yml', 'one', [alert('Up', 'up', { labels: { team: 'b' } })]),
];

const [rulesRoute, alertsRoute] = ruleRoutes({ groups: () => GROUPS });

async function ask(search: string, route = rulesRoute): Promise<{ readonly data: unknown }> {
  const text = { method: 'GET', path: '', pathParam: '', accept: '', search, body: '' };
  const reply = await route?.answer(toApiRequest(text, { aborted: false }));
  if (typeof reply?.body !== 'string') throw new Error('the answer is a text');
  return JSON.parse(reply.body) as { data: unknown };
}

interface Shown {
  readonly groups: readonly {
    readonly file: string;
    readonly name: string;
    readonly rules: readonly { readonly name: string }[];
  }[];
  readonly groupNextToken?: string;
}

const shown = async (search: string): Promise<readonly string[]> => {
  const { groups } = (await ask(search)).data as Shown;
  return groups.map(
    ({ file, name, rules }) => `${file} ${name}: ${rules.map((rule) => rule.name).join(' ')}`,
  );
};

async function refusal(search: string): Promise<string> {
  try {
    return JSON.stringify(await ask(search));
  } catch (error) {
    if (error instanceof ApiError) return `${error.status} ${error.message}`;
    throw error;
  }
}

test('/api/v1/rules shows all fields of a group', async () => {
  expect(await ask('rule_group[]=one&file[]=/a.yml')).toEqual({
    status: 'success',
    data: {
      groups: [
        {
          name: 'one',
          file: '/a.yml',
          interval: 60,
          limit: 7,
          evaluationTime: 1.5,
          lastEvaluation: '0001-01-01T00:00:00Z',
          rules: [
            {
              state: 'firing',
              name: 'Down',
              query: 'up == 0',
              duration: 60,
              keepFiringFor: 1.5,
              labels: { team: 'a', z: '{{ $value }}' },
              annotations: { text: '{{ 1 }}' },
              alerts: [
                {
                  labels: { alertname: 'Down', job: 'api' },
                  annotations: { text: 'down' },
                  state: 'firing',
                  activeAt: '2023-11-14T22:13:20.500Z',
                  value: '2.5e-01',
                },
              ],
              health: 'ok',
              evaluationTime: 0.5,
              lastEvaluation: '2023-11-14T22:13:20.500Z',
              type: 'alerting',
            },
            {
              name: 'r',
              query: 'sum(up)',
              labels: { team: 'b' },
              health: 'ok',
              evaluationTime: 0.5,
              lastEvaluation: '2023-11-14T22:13:20.500Z',
              type: 'recording',
            },
          ],
        },
      ],
    },
  });
});

test('/api/v1/alerts shows the alerts of all rules', async () => {
  expect((await ask('', alertsRoute)).data).toMatchObject({
    alerts: [{ state: 'firing' }, { state: 'firing' }],
  });
});

describe('/api/v1/rules', () => {
  test.each([
    ['', ['/a.yml one: Down r', '/a.yml two: s', '/b.yml one: Up']],
    ['type=alert', ['/a.yml one: Down', '/b.yml one: Up']],
    ['type=Record', ['/a.yml one: r', '/a.yml two: s']],
    ['rule_name[]=r&rule_name[]=Up', ['/a.yml one: r', '/b.yml one: Up']],
    ['rule_group[]=two&rule_group[]=none', ['/a.yml two: s']],
    ['file[]=/b.yml', ['/b.yml one: Up']],
    ['file[]=/b.yml&rule_group[]=two', []],
    ['match[]={team="b"}', ['/a.yml one: r', '/b.yml one: Up']],
    ['match[]={team="a"}&match[]={z=~".*value.*"}', ['/a.yml one: Down']],
    ['match[]={team=~".%2B"}&type=record', ['/a.yml one: r']],
    ['group_limit=5', ['/a.yml one: Down r', '/a.yml two: s', '/b.yml one: Up']],
    ['group_limit=1&type=alert', ['/a.yml one: Down']],
  ])('with %j shows the rules that fit', async (search, expected) => {
    expect(await shown(search)).toEqual(expected);
  });

  test('leaves out the alerts where it is told to', async () => {
    for (const yes of ['true', '1', 'T'])
      expect(await ask(`exclude_alerts=${yes}`)).toMatchObject({
        data: { groups: [{ rules: [{ alerts: null }, {}] }, {}, {}] },
      });
    expect(await shown('exclude_alerts=false')).toHaveLength(3);
  });

  test('shows page after page', async () => {
    const first = (await ask('group_limit=1')).data as Shown;
    expect(first.groupNextToken).toBe(createHash('sha256').update('/a.yml;two').digest('hex'));
    const second = (await ask(`group_limit=1&group_next_token=${first.groupNextToken}`)).data as Shown;
    expect(second.groups).toMatchObject([{ name: 'two' }]);
    const last = (await ask(`group_limit=1&group_next_token=${second.groupNextToken}`)).data as Shown;
    expect(last.groups).toMatchObject([{ file: '/b.yml' }]);
    expect(last).not.toHaveProperty('groupNextToken');
  });

  test.each([
    ['type=x', '400 invalid parameter "type": not supported value "x"'],
    [
      'exclude_alerts=maybe',
      '400 invalid parameter "exclude_alerts": error converting exclude_alerts: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    ['match[]={a=""}', '400 match[] must contain at least one non-empty matcher'],
    ['match[]={a', '400 1:3: parse error: unexpected end of input inside braces'],
    ['group_limit=0', '400 invalid parameter "group_limit": group_limit needs to be greater than 0'],
    [
      'group_limit=x',
      '400 invalid parameter "group_limit": group_limit needs to be a valid number: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    [
      'group_limit=99999999999',
      '400 invalid parameter "group_limit": group_limit needs to be a valid number: strconv.ParseInt: parsing "99999999999": value out of range',
    ],
    [
      'group_next_token=a',
      '400 invalid parameter "group_next_token": group_limit needs to be present in order to paginate over the groups',
    ],
    [
      'group_limit=1&group_next_token=a',
      '400 invalid parameter "group_next_token": invalid group_next_token \'a\'. were rule groups changed?',
    ],
  ])('refuses %j in Prometheus’s words', async (search, expected) => {
    expect(await refusal(search)).toBe(expected);
  });
});
