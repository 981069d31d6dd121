// Takes the place of inquirer's editor prompt in the bundle: the lab opens editors by itself (src/lab/cli/learner/open-editor.ts),
// and that prompt would bring half a megabyte of character tables to every start.

/** Not to be used: the lab has no question of this kind. */
function noEditorPrompt(): never {
  throw new Error('the editor prompt is not a part of the lab');
}

export { noEditorPrompt as default };
