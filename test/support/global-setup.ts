// Runs once before all tests.
/** Nothing yet: `npm ci` has built dist/. */
export default function setup(): void {}
