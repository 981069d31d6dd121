// The environment of the runner -> that of the learner's app.

/** What belongs to the runner's own Node process and would change how the app starts. */
const strippedNames =
  /^(?:NODE_EXTRA_CA_CERTS|NODE_OPTIONS|NODE_CHANNEL.*|NODE_UNIQUE_ID|NODE_V8_COVERAGE|ECOM_LAB_HOOK.*)$/;

/** What a shell has for other programs and would change where the app listens, what it prints and which proxy it asks. */
const foreignNames = /^(?:PORT|HOST|NODE_ENV|NODE_DEBUG|NODE_USE_ENV_PROXY)$/;

/** The environment without what is meant for the runner's Node or for other programs, and without what is undefined. */
export function appEnv(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    // Windows compares names without regard to case.
    const upper = name.toUpperCase();
    if (value !== undefined && !strippedNames.test(upper) && !foreignNames.test(upper)) kept[name] = value;
  }
  return kept;
}
