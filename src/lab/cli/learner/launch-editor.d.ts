// The package types only its main module, which starts the editor by itself and prints errors to the terminal.
declare module 'launch-editor/guess.js' {
  /** The command of an editor that runs now, or [null]. Asks `ps` or PowerShell, and waits for the answer. */
  export default function guessEditor(): readonly (string | null)[];
}
