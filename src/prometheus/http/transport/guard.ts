// Who may ask: a page of another site must not reach this server through a name that it made point to 127.0.0.1
// (DNS rebinding), nor post to it from the outside.

/** Whether a Host header, or the host of an Origin, names this machine's loopback. */
export function isLoopbackHost(host: string): boolean {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::\d{1,5})?$/.exec(host.trim().toLowerCase());
  if (match === null) return false;
  const [, address, name] = match;
  if (address !== undefined) return address === '::1' || address === '0:0:0:0:0:0:0:1';
  if (name === undefined) return false;
  return name === 'localhost' || name.endsWith('.localhost') || isLoopbackAddress(name);
}

/**
 * Why a request is refused, or undefined where it may pass.
 * @param allowedHosts names besides those of the loopback, in lower case and without a port
 */
export function refusalOf(
  method: string,
  host: string | undefined,
  origin: string | undefined,
  allowedHosts: readonly string[] = [],
): string | undefined {
  const isAllowed = (one: string): boolean =>
    isLoopbackHost(one) ||
    allowedHosts.includes(
      one
        .trim()
        .toLowerCase()
        .replace(/:\d{1,5}$/, ''),
    );
  if (host === undefined || !isAllowed(host))
    return allowedHosts.length === 0
      ? 'this server answers only under a loopback name such as localhost or 127.0.0.1'
      : `this server answers only under a loopback name and under ${allowedHosts.join(', ')}`;
  const isReading = method === 'GET' || method === 'HEAD';
  if (isReading || origin === undefined) return undefined;
  const page = /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
  return page !== undefined && isAllowed(page)
    ? undefined
    : 'this server takes no requests from pages of another site';
}

function isLoopbackAddress(name: string): boolean {
  const parts = name.split('.');
  return (
    parts.length === 4 &&
    parts[0] === '127' &&
    parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)
  );
}
