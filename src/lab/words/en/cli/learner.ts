// What the learner's commands print.

export const learner = {
  answerLike: (step: string) => `Answer like this: ecom-lab check ${step} --answer "..."`,
  hintTitle: (hint: { readonly level: number; readonly total: number; readonly step: string }) =>
    `Hint ${hint.level} of ${hint.total} for ${hint.step}`,
  workspaceReady: (dir: string) => `A workspace is ready in ${dir}.`,
  startWith: (command: string) => `Start with: ${command}`,
  noWorkspace: (command: string) => `You have no workspace here yet. Start with: ${command}`,
  listHead: { number: '  #', step: 'step', title: 'title', status: 'status' },
  trafficHead: { status: 'status', responses: 'responses' },
  welcome: (folder: string) => `Welcome! Your workspace is the folder ${folder}. Open it in your editor.`,
  goodbye: (dir: string) => `Your work is in ${dir}. Continue any time with the same command.`,
};
