// What the hook and those who start it call things alike. The hook is bundled with this file.

/** The environment variable that carries `HookSettings` as JSON; the hook deletes it. */
export const hookVariable = 'ECOM_LAB_HOOK';

/**
 * The environment variable that carries `OtherSettings` as JSON to the processes of Node and the threads that the app
 * starts. Only an app that can start some has it.
 */
export const otherVariable = 'ECOM_LAB_HOOK_OF_OTHERS';

/** The argument with which the built hook, run as a program, becomes the reaper. */
export const reaperArgument = '--ecom-lab-reaper';

/**
 * The name of the global function that a bundle calls in its first line, and that is gone then: all that the program
 * imports is loaded.
 */
export const beginName = 'ecomLabBegin';
