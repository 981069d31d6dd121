// Time as Node has it, taken before the app's own clock replaces what is global.
export const realTime = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  nowMs: performance.now.bind(performance),
};

/** Resolves in the next turn of the event loop, after what is ready now. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    realTime.setImmediate(resolve);
  });
}
