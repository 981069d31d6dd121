// What a scrape error of Prometheus means for a person who reads one for the first time. Pure.

interface Meaning {
  readonly pattern: RegExp;
  readonly meaning: string;
  readonly hint: string;
}

const refused = /connection refused|actively refused/i;
/** A name that no server of names knows, or that none can be asked about. */
const unknownName = /no such host|server misbehaving|name resolution|lookup \S+/i;

const meanings: readonly Meaning[] = [
  {
    pattern: refused,
    meaning: 'nothing listens on that port',
    hint: 'Does the app run, and does it serve its metrics there?',
  },
  {
    pattern: /deadline exceeded|timeout|timed out/i,
    meaning: 'the page did not come in time',
    hint: 'Open the page in the browser: does it load to its end?',
  },
  {
    pattern: /HTTP status 404/i,
    meaning: 'there is no such page',
    hint: 'Prometheus asks for the path that the address ends with: is that where the app serves its metrics, on this port?',
  },
  {
    pattern: /HTTP status 5\d\d/i,
    meaning: 'the page failed with an error',
    hint: "Open the page in the browser and look at the app's output.",
  },
  {
    pattern: /HTTP status (\d+)/i,
    meaning: 'the page answers with another status than 200',
    hint: 'Open the page in the browser: what does it say?',
  },
  {
    pattern: /Content-Type/i,
    meaning: 'the page does not say that it holds metrics',
    hint: 'Look at the header Content-Type of the page.',
  },
  {
    pattern: /server gave HTTP response to HTTPS client|tls|certificate/i,
    meaning: 'Prometheus asks by https, and the app answers by http',
    hint: 'Is there a scheme in the job that should not be there?',
  },
  {
    pattern: unknownName,
    meaning: 'there is no computer of that name',
    hint: 'Check the spelling of the host in the target.',
  },
  {
    pattern: /no route to host|network is unreachable/i,
    meaning: 'that computer cannot be reached',
    hint: 'The app runs on this computer: which name does it have?',
  },
  {
    pattern: /EOF|connection reset|malformed HTTP/i,
    meaning: 'the connection was closed in the middle of the answer',
    hint: 'Does another program listen on that port?',
  },
  {
    pattern: /limit exceeded/i,
    meaning: 'the page is larger than Prometheus is told to take',
    hint: 'Look at the size of the page, and at the limits in the job.',
  },
  {
    pattern: /expected|invalid|parse|unexpected|token|strconv/i,
    meaning: 'the page is not in the format of metrics',
    hint: 'Open the page in the browser: is it metrics, line by line?',
  },
];

/** Whether nothing listens at the address. */
export function isRefused(error: string): boolean {
  return refused.test(error);
}

/** Whether the name of the host leads to no address. */
export function isNameUnknown(error: string): boolean {
  return unknownName.test(error);
}

/** The meaning of a scrape error, and where to look. */
export function explainScrapeError(error: string): { readonly meaning: string; readonly hint: string } {
  const known = meanings.find(({ pattern }) => pattern.test(error));
  return known ?? { meaning: 'the scrape failed', hint: 'Open the address of the target in the browser.' };
}
