// Puts a function around a method of Node or of prom-client, also around one that its types do not name.

export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Replaces `target[name]` with what `wrap` makes of the method there now; nothing happens if there is none. */
export function replaceMethod(target: object, name: string, wrap: (original: Method) => Method): void {
  const original: Method | undefined = Reflect.get(target, name);
  if (typeof original === 'function') Reflect.set(target, name, wrap(original));
}
