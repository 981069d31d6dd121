// Packages that go on under another name.

/** The package that continues the named one: whoever has it needs nothing else. Undefined where there is none. */
export function successorOf(name: string): string | undefined {
  return name === 'prom-client' ? '@prometheus-io/client' : undefined;
}
