// What happens while a session runs.
import { counted } from '../grammar/phrases.ts';

export const events = {
  saved: (files: readonly string[]) => `Saved: ${files.join(', ')}`,
  checking: 'Checking again ...',
  trafficSent: (scenario: string) => `Traffic "${scenario}" has been sent.`,
  /** The store holds the requests; the learner goes and looks at them. */
  trafficHeld: (traffic: {
    readonly scenario: string;
    readonly requests: number;
    readonly seconds: number;
  }) =>
    `${counted(traffic.requests, 'request')} of "${traffic.scenario}" will wait in the shop for ${counted(traffic.seconds, 'second')}. Look at the metrics and query Prometheus now.`,
  /** Only a part of the requests got a response, or none did; `reason` says why and what to do. */
  trafficFailed: (traffic: {
    readonly scenario: string;
    readonly sent: number;
    readonly failed: number;
    readonly reason: string;
  }) =>
    traffic.sent === 0
      ? `Traffic "${traffic.scenario}" got no response: ${traffic.reason}`
      : `Traffic "${traffic.scenario}" has been sent, but ${counted(traffic.failed, 'request')} got no response: ${traffic.reason}`,
  written: (files: readonly string[]) => `Written: ${files.join(', ')}`,
  nothingToWrite: 'Nothing to change: your files already look like that.',
  /** Above the path of the copy. */
  backedUp: (file: string) => `Your version of ${file} is kept in`,
  progress: (done: number, total: number) => `${done} of ${total}`,
  percent: (share: number) => `${Math.floor(share * 100)} %`,
};
