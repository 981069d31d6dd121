// Names in double braces: one pattern for what fills them in, and for the check that finds names without a value.

/** `{{name}}` in a text of a course; the first group is the name. */
export const PLACEHOLDER = /\{\{\s*([A-Za-z][\w-]*)\s*\}\}/g;

/** The name of the address of Prometheus; no port of an app may have it. */
export const PROMETHEUS_PLACEHOLDER = 'prometheus';
