// The reaper: a small program beside the runner that ends the runner's apps when the runner is gone, however
// it went and however busy the apps are. Its stdin is the runner: `+PID` and `-PID` lines, and then its end.

/** How long `taskkill` may take, in ms. */
const taskkillMs = 3000;

/** Reads which process groups to end, until the runner has closed its end, and ends those that are left. */
export function reapWhenRunnerIsGone(): void {
  const guarded = new Set<number>();
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const pid = Number(line.slice(1));
      if (line.startsWith('+')) guarded.add(pid);
      else guarded.delete(pid);
    }
  });
  process.stdin.on('close', () => {
    for (const pid of guarded) void end(pid);
  });
  // It ends by itself when the runner does; a Ctrl-C or a closed terminal is the runner's to handle. SIGUSR1 would open
  // an inspector.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const)
    process.on(signal, () => undefined);
}

async function end(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    // Not at the top: the hook is this file too, and loads nothing that it does not need.
    const { spawnSync } = await import('node:child_process');
    const args = ['/PID', String(pid), '/T', '/F'];
    const { status } = spawnSync('taskkill', args, {
      stdio: 'ignore',
      windowsHide: true,
      timeout: taskkillMs,
    });
    // 128: there is no such process.
    if (status === 0 || status === 128) return;
  }
  try {
    // Without taskkill the app alone, and what goes with it; elsewhere the group that it leads.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: it is gone already, which is what was wanted. EPERM: it is ending.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
