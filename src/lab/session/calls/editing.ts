// The use cases on single files: list, read and write them. A write is a save like one of the learner's own editor.
import { listFiles, readVersion, writeVersion, type Workspace } from '../../workspace/index.ts';
import type { SessionCalls } from '../contract/calls.ts';
import { createQueue } from '../work/queue.ts';

type Editing = {
  readonly [C in 'files' | 'read' | 'write']: (
    params: SessionCalls[C]['params'],
    signal: AbortSignal,
  ) => Promise<SessionCalls[C]['result']>;
};

/** The calls for one workspace. They wait for each other's writes, but for no check: a save may come at any time. */
export function createEditing(workspace: Workspace): Editing {
  const writes = createQueue();
  return {
    files: async () => ({ files: await listFiles(workspace) }),
    read: async ({ file }) => ({ file, ...(await readVersion(workspace, file)) }),
    write: ({ file, ...change }, signal) =>
      writes.run(signal, async () => ({ file, version: await writeVersion(workspace, file, change) })),
  };
}
