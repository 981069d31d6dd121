// What stands around an error.

export const errors = {
  error: 'Error:',
  /** Before the message of a bug, and below it. */
  bug: 'Bug in the lab:',
  bugHint: 'This is a bug in the lab, not a mistake in your work. It did not change your files.',
  usageHint: '`ecom-lab --help` lists the commands and their flags.',
};
