// Requests of remote write 1.0 as bytes: prometheus.WriteRequest (prompb/remote.proto, types.proto), in a snappy block.
import { PbfWriter } from 'pbf';
import { compress } from 'snappyjs';
import type { Labels, TimestampMs } from '../model/samples.ts';
import type { Batch, QueuedSeries } from './queue.ts';

/** An exemplar on its way. */
export interface OutgoingExemplar {
  readonly series: QueuedSeries;
  readonly labels: Labels;
  readonly value: number;
  readonly timestampMs: TimestampMs;
}

/** What is known of a metric. */
export interface OutgoingMetadata {
  readonly metric: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

const FIXED_64 = 1;
/** The numbers of MetricMetadata.MetricType. */
const METRIC_TYPES = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
];

/** Samples by series, each series in the order of the batch, and exemplars behind them. */
export function encodeSamples(batch: Batch, exemplars: readonly OutgoingExemplar[]): Uint8Array {
  const writer = new PbfWriter();
  const rows = new Map<QueuedSeries, number[]>();
  for (const [row, series] of batch.series.entries()) {
    const known = rows.get(series);
    if (known === undefined) rows.set(series, [row]);
    else known.push(row);
  }
  for (const [series, own] of rows) writer.writeMessage(1, writeSeries, { series, rows: own, batch });
  for (const exemplar of exemplars) writer.writeMessage(1, writeExemplarSeries, exemplar);
  return compress(writer.finish());
}

/** What is known of metrics. */
export function encodeMetadata(metadata: readonly OutgoingMetadata[]): Uint8Array {
  const writer = new PbfWriter();
  for (const one of metadata) writer.writeMessage(3, writeMetadata, one);
  return compress(writer.finish());
}

interface SeriesRows {
  readonly series: QueuedSeries;
  readonly rows: readonly number[];
  readonly batch: Batch;
}

function writeSeries({ series, rows, batch }: SeriesRows, writer: PbfWriter): void {
  writeLabels(1, series.labels, writer);
  for (const row of rows) writer.writeMessage(2, writeSample, { row, batch });
}

function writeSample(
  { row, batch }: { readonly row: number; readonly batch: Batch },
  writer: PbfWriter,
): void {
  writer.writeTag(1, FIXED_64);
  writer.writeFixed32(batch.words[row * 2] ?? 0);
  writer.writeFixed32(batch.words[row * 2 + 1] ?? 0);
  writer.writeVarintField(2, batch.timestamps[row] ?? 0);
}

function writeExemplarSeries(exemplar: OutgoingExemplar, writer: PbfWriter): void {
  writeLabels(1, exemplar.series.labels, writer);
  writer.writeMessage(3, writeExemplar, exemplar);
}

function writeExemplar({ labels, value, timestampMs }: OutgoingExemplar, writer: PbfWriter): void {
  writeLabels(1, labels, writer);
  writer.writeDoubleField(2, value);
  writer.writeVarintField(3, timestampMs);
}

function writeLabels(field: number, { flat }: Labels, writer: PbfWriter): void {
  for (let i = 0; i < flat.length; i += 2)
    writer.writeMessage(field, writeLabel, { name: flat[i] ?? '', value: flat[i + 1] ?? '' });
}

function writeLabel(label: { readonly name: string; readonly value: string }, writer: PbfWriter): void {
  writer.writeStringField(1, label.name);
  writer.writeStringField(2, label.value);
}

function writeMetadata({ metric, type, help, unit }: OutgoingMetadata, writer: PbfWriter): void {
  writer.writeVarintField(1, Math.max(0, METRIC_TYPES.indexOf(type)));
  writer.writeStringField(2, metric);
  writer.writeStringField(4, help);
  writer.writeStringField(5, unit);
}
