// The environment of an npm that the lab runs: the user's settings, without those of the npm that started the lab.

// `npx` and `npm run` hand their own options down as variables: a global or a dry run would make this one global or dry.
const OWN_OF_A_RUN =
  /^npm_(?:config_(?:global|location|prefix|local_prefix|dry_run|save(?:_dev|_optional|_peer)?|omit|include|only|production|workspaces?|package|call|yes)|package_.*|lifecycle_.*|command)$/i;

/** The variables for a run of npm's own; settings such as registry, cache, proxy and offline stay. */
export function npmEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || OWN_OF_A_RUN.test(name) ? [] : [[name, value]],
    ),
  );
}
