// Names in double braces: one pattern for what fills them in, and for what says that a name stands for nothing.

/** `{{name}}` in a text of a course; the first group is the name. */
export const PLACEHOLDER = /\{\{\s*([A-Za-z][\w-]*)\s*\}\}/g;

/** The name that stands for the address of Prometheus; no port of an app may have it. */
export const PROMETHEUS_PLACEHOLDER = 'prometheus';
