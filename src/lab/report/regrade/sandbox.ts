// The arguments of bubblewrap. There are two sandboxes, one inside the other: the outer one holds the lab that grades one
// submission, the inner one the learner's app. The inner one has its own process namespace, so that the app cannot see,
// signal or trace what judges it. Pure.
import path from 'node:path';

/** Where the programs are that run in a sandbox: absolute paths, links resolved. */
export interface SandboxPlace {
  readonly bwrap: string;
  readonly prlimit: string;
  readonly nodePath: string;
  readonly distDir: string;
  readonly hookFile: string;
  /** The folders that hold the lab's packages and what they depend on. A link among them stays where it is. */
  readonly modulesDirs: readonly string[];
}

/** Programs, libraries, and what name resolution and time zones need; nothing that identifies a user. */
const SYSTEM = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/etc/alternatives',
  '/etc/group',
  '/etc/hosts',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/localtime',
  '/etc/nsswitch.conf',
  '/etc/passwd',
];

/** What a submission may write below /tmp, its copied files included. It is memory, so it has a limit. */
const MAX_TEMPORARY_BYTES = 256 * 1024 * 1024;
const MAX_SHARED_BYTES = 16 * 1024 * 1024;
/**
 * What a submission may use, as the kernel limits it (man 2 getrlimit). Memory and processor time are for each process of
 * it. Processes and threads are counted together, and for root they are not limited. No limit on addresses: V8 reserves
 * many that it does not use.
 */
const LIMITS = {
  nproc: 4_096,
  data: 2 * 1024 ** 3,
  cpu: 300,
  nofile: 4_096,
  core: 0,
} as const;

/** The command, up to the program to run, for the lab that grades one submission. It can read `readable` besides. */
export function graderSandbox(place: SandboxPlace, readable: readonly string[]): readonly string[] {
  return [
    place.bwrap,
    ...words('--unshare-user --unshare-pid --unshare-net --unshare-ipc --unshare-uts --unshare-cgroup-try'),
    // Inside it, the lab may set up one more sandbox. Outside, these rights are worth nothing.
    ...words('--uid 0 --gid 0 --cap-add ALL'),
    ...system(),
    ...readOnly([
      place.bwrap,
      place.prlimit,
      place.nodePath,
      place.distDir,
      ...place.modulesDirs,
      ...readable,
    ]),
    ...words('--remount-ro / --chdir /tmp --'),
  ];
}

export interface AppSandboxOptions {
  /** The copy of the submission, which the app may change; the lab's own state in it stays read-only. */
  readonly workspaceDir: string;
  readonly readable: readonly string[];
}

/** The same for the app, from within the outer sandbox, with limits. It shares the network of that one and nothing else. */
export function appSandbox(place: SandboxPlace, options: AppSandboxOptions): readonly string[] {
  const { workspaceDir, readable } = options;
  return [
    place.prlimit,
    ...Object.entries(LIMITS).map(([name, limit]) => `--${name}=${limit}`),
    '--',
    place.bwrap,
    ...words('--unshare-pid --unshare-ipc --unshare-uts --cap-drop ALL'),
    ...system(),
    ...readOnly([place.nodePath, place.hookFile, ...place.modulesDirs, ...readable]),
    '--bind',
    workspaceDir,
    workspaceDir,
    ...readOnly([path.posix.join(workspaceDir, '.ecom-lab')]),
    '--chdir',
    workspaceDir,
    ...words('--remount-ro / --'),
  ];
}

/** What both have: they end with what started them, and have no terminal that they could type into. */
function system(): readonly string[] {
  return [
    ...words('--die-with-parent --new-session'),
    ...SYSTEM.flatMap((place) => ['--ro-bind-try', place, place]),
    // Read-only: in a sandbox that root has made, /proc/sys would belong to the app.
    ...words('--proc /proc --remount-ro /proc --dev /dev'),
    ...words(`--size ${MAX_SHARED_BYTES} --tmpfs /dev/shm --remount-ro /dev`),
    ...words(`--size ${MAX_TEMPORARY_BYTES} --tmpfs /tmp`),
  ];
}

const readOnly = (places: readonly string[]): readonly string[] =>
  places.flatMap((place) => ['--ro-bind', place, place]);

const words = (text: string): readonly string[] => text.split(' ');
