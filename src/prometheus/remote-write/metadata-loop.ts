// Sends the metadata of all metrics to one receiver, again and again.
import type { Counts } from './counts.ts';
import { deliver, pause, type DeliveryOptions } from './delivery.ts';
import { encodeMetadata, type OutgoingMetadata } from './encode.ts';
import type { Report } from './report.ts';

interface MetadataLoopOptions {
  readonly delivery: DeliveryOptions;
  readonly metadata: () => readonly OutgoingMetadata[];
  /** Of one request; the configuration may say less. */
  readonly mostPerRequest: number;
  readonly counts: Counts;
  readonly report: Report;
  /** How many samples wait at most, for the report. */
  readonly mostWaiting: number;
}

/** Resolves when the delivery is stopped. */
export async function sendMetadata(options: MetadataLoopOptions): Promise<void> {
  const { config, clock, stopping } = options.delivery;
  const { sendIntervalMs, maxSamplesPerSend } = config.metadata;
  while (!stopping.aborted) {
    await pause(clock, sendIntervalMs, stopping);
    const all = stopping.aborted ? [] : options.metadata();
    const step = Math.min(maxSamplesPerSend, options.mostPerRequest);
    for (let from = 0; from < all.length && !stopping.aborted; from += step)
      await sendSome(options, all.slice(from, from + step));
  }
}

async function sendSome(options: MetadataLoopOptions, some: readonly OutgoingMetadata[]): Promise<void> {
  const { delivery, counts, report, mostWaiting } = options;
  const body = encodeMetadata(some);
  const { metadata } = counts;
  const delivered = await deliver(delivery, {
    body: () => body,
    onAttempt: (seconds) => counts.observe(seconds),
    onRetry: (message) => {
      metadata.retried += some.length;
      report.failing(message, mostWaiting);
    },
  });
  if (delivered.status === 'accepted') {
    metadata.attempted += some.length;
    counts.metadataBytes += body.length;
    return;
  }
  metadata.failed += some.length;
  if (delivered.status === 'refused') report.refusedMetadata(delivered.message);
}
