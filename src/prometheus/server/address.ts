// The address that the server listens on, as it is written in URLs.

/** All addresses of this machine. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Whether an address means all of this machine. */
export function isEverywhere(address: string): boolean {
  return EVERYWHERE.has(address);
}

/** An address as the host of a URL. */
export function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** How this machine itself reaches an address that it listens on. */
export function ownHost(address: string): string {
  return isEverywhere(address) ? '127.0.0.1' : hostOf(address);
}
