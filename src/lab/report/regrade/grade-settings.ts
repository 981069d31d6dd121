// The settings of the process that grades one submission, on its standard input: none of them is in the arguments or the
// environment, where other programs of the same user could read it.
import * as v from 'valibot';
import { reportError } from '../facts/errors.ts';

const settingsSchema = v.object({
  /** What each line of the outcome is sealed with. */
  key: v.string(),
  /** Absolute path of the workspace that was handed in. */
  dir: v.string(),
  /** Absolute path of the course's folder; absent for the built-in course. */
  course: v.exactOptional(v.string()),
  /** The value of `--prometheus`. */
  prometheus: v.string(),
  /** Present where the process itself runs in the outer sandbox. */
  sandbox: v.exactOptional(
    v.object({
      bwrap: v.string(),
      prlimit: v.string(),
      nodePath: v.string(),
      distDir: v.string(),
      hookFile: v.string(),
      modulesDirs: v.pipe(v.array(v.string()), v.readonly()),
    }),
  ),
});

export type GradeSettings = v.InferOutput<typeof settingsSchema>;

/** Reads the settings. Throws a LabError where they are none: a person has called the command. */
export function parseGradeSettings(text: string): GradeSettings {
  try {
    return v.parse(settingsSchema, JSON.parse(text));
  } catch (cause) {
    throw reportError('not-a-command', {}, cause);
  }
}
