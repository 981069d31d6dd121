// Other processes and threads that the app runs itself in: the hook is not in them, and the lab does not see into them.
import { subscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { replaceMethod } from './globals/replace-method.ts';

/** A process that runs JavaScript. Git, a shell or a compiler is nothing that has metrics of the app. */
const ofNode = /(?:^|[\\/\s"'])(?:node|npm|npx|tsx)(?:\.exe|\.cmd)?(?:["'\s]|$)/i;

/** Calls `onStart` for each process of Node and each thread that the app starts. */
export function watchOthers(onStart: () => void): void {
  // Not at the top: an app without such things does not need the module.
  const { ChildProcess }: { readonly ChildProcess: { readonly prototype: object } } = createRequire(
    import.meta.url,
  )('node:child_process');
  replaceMethod(
    ChildProcess.prototype,
    'spawn',
    (original) =>
      function spawnWatched(...args) {
        const { file, given } = commandOf(args[0]);
        // Packages have helpers of their own, as a compiler.
        const isOfPackage = given.some((arg) => arg.includes('node_modules'));
        if (ofNode.test([file, ...given].join(' ')) && !isOfPackage) onStart();
        return original.apply(this, args);
      },
  );
  subscribe('worker_threads', () => {
    if (!isAskedByPackage(new Error('where from').stack ?? '')) onStart();
  });
}

/** Whether the constructor of the thread was called by a package, as a compiler, or by Node for its loader. */
function isAskedByPackage(stack: string): boolean {
  const frames = stack.split('\n');
  const caller = frames[frames.findIndex((line) => /\bnew Worker\b/.test(line)) + 1] ?? '';
  return /node_modules|\bnode:/.test(caller);
}

/** What is started: a program, and what it is given after its own name. */
function commandOf(options: unknown): { readonly file: string; readonly given: readonly string[] } {
  if (typeof options !== 'object' || options === null) return { file: '', given: [] };
  const list: unknown = Reflect.get(options, 'args');
  const given = (Array.isArray(list) ? list : []).slice(1).map(String);
  return {
    file: String(Reflect.get(options, 'file')),
    // The modules that node loads first are no program: those of tsx are inherited.
    given: given.filter((_arg, index) => !/^--(?:import|require)$/.test(given[index - 1] ?? '')),
  };
}
