// Packages that continue under another name.

/** The package that continues the named one: with it nothing else is needed. Undefined if there is none. */
export function successorOf(name: string): string | undefined {
  return name === 'prom-client' ? '@prometheus-io/client' : undefined;
}
