// What the operator is told of a receiver: each change once, not each request.
import { redactedUrl, type RemoteWriteConfig } from '../config/index.ts';

export class Report {
  readonly #say: (sentence: string) => void;
  #isFailing = false;
  #isRefusing = false;
  #isFull = false;

  constructor(config: RemoteWriteConfig, log: (line: string) => void) {
    const url = redactedUrl(config.url);
    const who = config.name === '' ? url : `${config.name} (${url})`;
    this.#say = (sentence) => log(`remote_write to ${who}: ${sentence}`);
  }

  failing(message: string, most: number): void {
    if (!this.#isFailing)
      this.#say(
        `failed to send, retrying: ${message}. Up to ${most} samples are kept until the receiver is back.`,
      );
    this.#isFailing = true;
  }

  accepted(waiting: number): void {
    if (this.#isFailing) this.#say(`the receiver is back. ${waiting} samples wait to be sent.`);
    this.#isFailing = false;
    this.#isRefusing = false;
    this.#isFull = false;
  }

  refused(message: string, samples: number): void {
    if (!this.#isRefusing)
      this.#say(
        `the receiver refused ${samples} samples, and they are not sent again: ${message}. Further ones are only counted, until a request is accepted.`,
      );
    this.#isFailing = false;
    this.#isRefusing = true;
  }

  refusedMetadata(message: string): void {
    this.#say(`the receiver refused metadata: ${message}.`);
  }

  full(most: number): void {
    if (!this.#isFull)
      this.#say(`${most} samples wait for the receiver, which is the limit. The oldest ones are dropped.`);
    this.#isFull = true;
  }

  lost(samples: number): void {
    if (samples > 0)
      this.#say(`stopped with ${samples} samples that could not be sent in time. They are lost.`);
  }
}
