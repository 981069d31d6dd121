// Reads a request of remote write again, by the field numbers of prompb/remote.proto and types.proto.
import { PbfReader } from 'pbf';
import { uncompress } from 'snappyjs';

export interface DecodedSeries {
  readonly labels: [name: string, value: string][];
  /** Values as the bits of a float in hexadecimal. */
  readonly samples: { bits: string; value: number; timestampMs: number }[];
  readonly exemplars: { labels: [name: string, value: string][]; value: number; timestampMs: number }[];
}

export interface DecodedRequest {
  readonly series: DecodedSeries[];
  readonly metadata: { type: number; name: string; help: string; unit: string }[];
}

export function decodeRequest(body: Uint8Array): DecodedRequest {
  const request: DecodedRequest = { series: [], metadata: [] };
  new PbfReader(uncompress(new Uint8Array(body))).readFields((tag, result, pbf) => {
    if (tag === 1)
      result.series.push(pbf.readMessage(readSeries, { labels: [], samples: [], exemplars: [] }));
    if (tag === 3)
      result.metadata.push(pbf.readMessage(readMetadata, { type: 0, name: '', help: '', unit: '' }));
  }, request);
  return request;
}

function readSeries(tag: number, series: DecodedSeries, pbf: PbfReader): void {
  if (tag === 1) series.labels.push(readLabel(pbf));
  if (tag === 2) series.samples.push(pbf.readMessage(readSample, { bits: '', value: 0, timestampMs: 0 }));
  if (tag === 3)
    series.exemplars.push(pbf.readMessage(readExemplar, { labels: [], value: 0, timestampMs: 0 }));
}

function readLabel(pbf: PbfReader): [name: string, value: string] {
  return pbf.readMessage(
    (tag, label, inner) => {
      label[tag - 1] = inner.readString();
    },
    ['', ''] as [string, string],
  );
}

function readSample(tag: number, sample: DecodedSeries['samples'][number], pbf: PbfReader): void {
  if (tag === 2) sample.timestampMs = pbf.readVarint(true);
  if (tag !== 1) return;
  const bytes = new DataView(pbf.buf.buffer, pbf.buf.byteOffset + pbf.pos, 8);
  sample.bits = bytes.getBigUint64(0, true).toString(16).padStart(16, '0');
  sample.value = pbf.readDouble();
}

function readExemplar(tag: number, exemplar: DecodedSeries['exemplars'][number], pbf: PbfReader): void {
  if (tag === 1) exemplar.labels.push(readLabel(pbf));
  if (tag === 2) exemplar.value = pbf.readDouble();
  if (tag === 3) exemplar.timestampMs = pbf.readVarint(true);
}

function readMetadata(tag: number, one: DecodedRequest['metadata'][number], pbf: PbfReader): void {
  if (tag === 1) one.type = pbf.readVarint();
  if (tag === 2) one.name = pbf.readString();
  if (tag === 4) one.help = pbf.readString();
  if (tag === 5) one.unit = pbf.readString();
}
