// The answers of a server about its rules.

export interface AlertJson {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
  readonly activeAt: string;
  readonly keepFiringSince?: string;
  readonly value: string;
}

export interface RuleJson {
  readonly name: string;
  readonly type: string;
  readonly health: string;
  readonly lastError?: string;
  readonly state?: string;
  readonly alerts?: readonly AlertJson[];
}

export interface GroupJson {
  readonly name: string;
  readonly file: string;
  readonly rules: readonly RuleJson[];
}

/** The groups of /api/v1/rules. */
export async function groupsOf(url: string, search = ''): Promise<readonly GroupJson[]> {
  const response = await fetch(`${url}/api/v1/rules${search}`);
  const { data } = (await response.json()) as { data: { groups: readonly GroupJson[] } };
  return data.groups;
}

/** All rules of all groups. */
export async function rulesOf(url: string): Promise<readonly RuleJson[]> {
  return (await groupsOf(url)).flatMap(({ rules }) => rules);
}

/** The value of a query with one series; undefined where it has none. */
export async function valueOf(url: string, query: string): Promise<number | undefined> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
  const { data } = (await response.json()) as {
    data: { result: readonly { readonly value: [number, string] }[] };
  };
  const [first] = data.result;
  return first === undefined ? undefined : Number(first.value[1]);
}
