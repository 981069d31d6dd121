// Where a workspace's Prometheus keeps its samples.
import { pathForWriting } from './confined-path.ts';
import { STATE_FOLDER, type Workspace } from './place.ts';

/** Absolute path of the folder. Rejects with a LabError where it leads out of the workspace. */
export function samplesFolder(workspace: Workspace): Promise<string> {
  return pathForWriting(workspace, `${STATE_FOLDER}/prometheus`);
}
