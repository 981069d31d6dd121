// What the commands below `prometheus` print.

export const prometheus = {
  runsAt: (url: string) => `Prometheus runs at ${url}. Stop it with Ctrl-C.`,
  installed: (version: string, path: string) => `Prometheus ${version} is installed: ${path}`,
  alreadyInstalled: (version: string, path: string) => `Prometheus ${version} was already installed: ${path}`,
  /** `total`: where the server says so. */
  megabytes: (done: string, total: string | undefined) =>
    `${done}${total === undefined ? '' : ` of ${total}`} MB`,
  waiting: (pid: number) => `Another installation is running (process ${pid}). Waiting for it ...`,
  checksums: (url: string) => `Reading the published checksums from ${url} ...`,
  unpacking: 'The checksum is correct. Unpacking ...',
  fallingBack: (why: string) => `${why} Using the package of the distribution instead ...`,
  standardInput: 'standard input',
  trying: 'Checking whether it runs here ...',
};
