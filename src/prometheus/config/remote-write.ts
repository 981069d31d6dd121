// Reads one entry of remote_write, with Prometheus's defaults and checks.
import { ABSENT_CLIENT_FIELDS, onlyAs } from './absent-fields.ts';
import { duration } from './fields.ts';
import type { RemoteMetadataConfig, RemoteQueueConfig, RemoteWriteConfig } from './model.ts';
import { relabelRules } from './relabel.ts';
import { mapping, NOT_HERE, record } from './yaml-collections.ts';
import type { Read } from './yaml-reader.ts';
import { bool, integer, parsed, text } from './yaml-scalars.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
/** The request of remote write 1.0. */
export const WRITE_REQUEST = 'prometheus.WriteRequest';
const WRITE_REQUEST_2 = 'io.prometheus.write.v2.Request';

const DEFAULT_QUEUE: RemoteQueueConfig = {
  capacity: 10_000,
  maxShards: 50,
  minShards: 1,
  maxSamplesPerSend: 2_000,
  batchSendDeadlineMs: 5_000,
  minBackoffMs: 30,
  maxBackoffMs: 5_000,
  retryOnRateLimit: false,
  sampleAgeLimitMs: 0,
};
const DEFAULT_METADATA: RemoteMetadataConfig = {
  send: true,
  sendIntervalMs: 60_000,
  maxSamplesPerSend: 2_000,
};

/** Headers that the request itself has (config.go, reservedHeaders). */
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'content-encoding',
  'content-length',
  'content-type',
  'user-agent',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'www-authenticate',
  'accept-encoding',
  'x-prometheus-remote-write-version',
  'x-prometheus-remote-read-version',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
]);

function headerProblem(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'authorization')
    return 'authorization header must be changed via the basic_auth, authorization, oauth2, sigv4, azuread or google_iam parameter';
  if (RESERVED_HEADERS.has(lower)) return `${name} is a reserved header. It must not be changed`;
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name)
    ? undefined
    : `${JSON.stringify(name)} is not a valid header name`;
}

const headerValue: Read<string> = parsed((source) =>
  /^[\t\x20-\x7e\x80-\xff]*$/.test(source)
    ? { value: source }
    : { problem: 'a header value may not have control characters or characters beyond Latin-1' },
);

const url: Read<string> = parsed((source) =>
  source === '' || URL.canParse(source)
    ? { value: source }
    : { problem: `parse ${JSON.stringify(source)}: invalid URL` },
);

const protobufMessage: Read<string> = parsed((source) => {
  if (source === WRITE_REQUEST) return { value: source };
  if (source === WRITE_REQUEST_2) return { problem: `protobuf_message ${WRITE_REQUEST_2}: ${NOT_HERE}` };
  return {
    problem: `invalid protobuf_message value: unknown type for remote write protobuf message ${source}, supported: ${WRITE_REQUEST}, ${WRITE_REQUEST_2}`,
  };
});

const readQueue = mapping('QueueConfig', {
  capacity: integer,
  max_shards: integer,
  min_shards: integer,
  max_samples_per_send: integer,
  batch_send_deadline: duration,
  min_backoff: duration,
  max_backoff: duration,
  retry_on_http_429: bool,
  sample_age_limit: duration,
});

const queue: Read<RemoteQueueConfig> = (node, reader) => {
  const fields = readQueue(node, reader);
  if (fields === undefined) return undefined;
  const read: RemoteQueueConfig = {
    capacity: fields.capacity ?? DEFAULT_QUEUE.capacity,
    maxShards: fields.max_shards ?? DEFAULT_QUEUE.maxShards,
    minShards: fields.min_shards ?? DEFAULT_QUEUE.minShards,
    maxSamplesPerSend: fields.max_samples_per_send ?? DEFAULT_QUEUE.maxSamplesPerSend,
    batchSendDeadlineMs: fields.batch_send_deadline ?? DEFAULT_QUEUE.batchSendDeadlineMs,
    minBackoffMs: fields.min_backoff ?? DEFAULT_QUEUE.minBackoffMs,
    maxBackoffMs: fields.max_backoff ?? DEFAULT_QUEUE.maxBackoffMs,
    retryOnRateLimit: fields.retry_on_http_429 ?? DEFAULT_QUEUE.retryOnRateLimit,
    sampleAgeLimitMs: fields.sample_age_limit ?? DEFAULT_QUEUE.sampleAgeLimitMs,
  };
  const problem = queueProblem(read);
  return problem === undefined
    ? read
    : reader.fail(fields.at(problem[0]), `remote write queue ${problem[1]}`);
};

/** The first field that is wrong, in the order in which Prometheus looks at them. */
function queueProblem(read: RemoteQueueConfig): readonly [field: string, problem: string] | undefined {
  if (read.maxShards <= 0) return ['max_shards', 'max_shards must be positive'];
  if (read.minShards <= 0) return ['min_shards', 'min_shards must be positive'];
  if (read.minShards > read.maxShards)
    return ['min_shards', 'min_shards must not be greater than max_shards'];
  if (read.maxSamplesPerSend <= 0) return ['max_samples_per_send', 'max_samples_per_send must be positive'];
  if (read.capacity <= 0) return ['capacity', 'capacity must be positive'];
  if (read.maxBackoffMs < read.minBackoffMs)
    return ['max_backoff', 'max_backoff must not be less than min_backoff'];
  return undefined;
}

const readMetadata = mapping('MetadataConfig', {
  send: bool,
  send_interval: duration,
  max_samples_per_send: integer,
});

const metadata: Read<RemoteMetadataConfig> = (node, reader) => {
  const fields = readMetadata(node, reader);
  if (fields === undefined) return undefined;
  const read = {
    send: fields.send ?? DEFAULT_METADATA.send,
    sendIntervalMs: fields.send_interval ?? DEFAULT_METADATA.sendIntervalMs,
    maxSamplesPerSend: fields.max_samples_per_send ?? DEFAULT_METADATA.maxSamplesPerSend,
  };
  // Prometheus takes these, and then stops (a ticker without an interval) or sends nothing.
  if (read.send && read.sendIntervalMs === 0)
    return reader.fail(fields.at('send_interval'), 'metadata_config: send_interval must be positive');
  if (read.maxSamplesPerSend <= 0)
    return reader.fail(
      fields.at('max_samples_per_send'),
      'metadata_config: max_samples_per_send must be positive',
    );
  return read;
};

const ABSENT_FIELDS: ReadonlySet<string> = new Set([
  ...ABSENT_CLIENT_FIELDS.filter((name) => !name.endsWith('_sd_configs')),
  'sigv4',
  'azuread',
  'google_iam',
]);

const readFields = mapping(
  'RemoteWriteConfig',
  {
    url,
    name: text,
    remote_timeout: duration,
    headers: record(headerValue, headerProblem),
    write_relabel_configs: relabelRules('empty or null relabeling rule in remote write config'),
    send_exemplars: bool,
    send_native_histograms: onlyAs('send_native_histograms', 'false'),
    round_robin_dns: onlyAs('round_robin_dns', 'false'),
    failed_request_logging: onlyAs('failed_request_logging', 'false'),
    protobuf_message: protobufMessage,
    follow_redirects: bool,
    enable_http2: bool,
    queue_config: queue,
    metadata_config: metadata,
  },
  ABSENT_FIELDS,
);

/** An entry of remote_write. For one file, since names must differ, and entries too. */
export function remoteWriteConfig(): Read<RemoteWriteConfig> {
  const names = new Set<string>();
  const entries = new Set<string>();
  return (node, reader) => {
    const known = reader.problems.length;
    const fields = readFields(node, reader);
    if (fields === undefined || reader.problems.length > known) return undefined;
    if (fields.url === undefined || fields.url === '')
      return reader.fail(fields.at('url'), 'url for remote_write is empty');
    const name = fields.name ?? '';
    if (name !== '' && names.has(name))
      reader.fail(fields.at('name'), `found multiple remote write configs with job name "${name}"`);
    names.add(name);
    const read: RemoteWriteConfig = {
      url: fields.url,
      name,
      remoteTimeoutMs: fields.remote_timeout ?? DEFAULT_TIMEOUT_MS,
      headers: fields.headers ?? {},
      writeRelabelRules: fields.write_relabel_configs ?? [],
      sendExemplars: fields.send_exemplars ?? false,
      followRedirects: fields.follow_redirects ?? true,
      enableHttp2: fields.enable_http2 ?? false,
      queue: fields.queue_config ?? DEFAULT_QUEUE,
      metadata: fields.metadata_config ?? DEFAULT_METADATA,
    };
    const entry = remoteWriteKey(read);
    if (entries.has(entry))
      reader.fail(
        fields.at('url'),
        `duplicate remote write configs are not allowed, found duplicate for URL: ${redactedUrl(read.url)}`,
      );
    entries.add(entry);
    return read;
  };
}

/** Equal for equal entries. */
export function remoteWriteKey(config: RemoteWriteConfig): string {
  return JSON.stringify({
    ...config,
    writeRelabelRules: config.writeRelabelRules.map(({ pattern: _compiled, ...rule }) => rule),
  });
}

/** A URL without its password, as Go's URL.Redacted shows it. */
export function redactedUrl(source: string): string {
  const { password } = new URL(source);
  if (password === '') return source;
  const shown = new URL(source);
  shown.password = 'xxxxx';
  return shown.href;
}
