// What the learner's commands print.

export const learner = {
  answerLike: (step: string) => `Answer like this: ecom-lab check ${step} --answer "..."`,
  hintTitle: (hint: { readonly level: number; readonly total: number; readonly step: string }) =>
    `Hint ${hint.level} of ${hint.total} for ${hint.step}`,
  prepared: (step: number) =>
    `It is ready for step ${step}: the solutions of the steps before it are in place.`,
  askReplace: (step: number, files: readonly string[]) =>
    `Replace ${files.join(', ')} with the files that step ${step} begins with? A copy of yours is kept.`,
  filesKept: 'Your files stay as they are. The step may need what the steps before it add.',
  workspaceReady: (dir: string) => `A workspace is ready in ${dir}.`,
  startWith: (command: string) => `Start with: ${command}`,
  noWorkspace: (command: string) => `You have no workspace here yet. Start with: ${command}`,
  listHead: { number: '  #', step: 'step', title: 'title', status: 'status' },
  trafficHead: { status: 'status', responses: 'responses' },
  welcome: (folder: string) => `Welcome! Your workspace is the folder ${folder}. Open it in your editor.`,
  goodbye: (dir: string) => `Your work is in ${dir}. Continue any time with the same command.`,
};
