// What begins like a number and is none: a duration, or how much of a bad one Prometheus's message shows. Facts: its
// lexer, which reads on to the first character that cannot follow, and leaves it to the parser whether `5.5m` means anything.

/** Moves over one character of a kind, where there is one. */
function accept(text: string, at: number, kind: RegExp): number {
  return kind.test(text.charAt(at)) ? at + 1 : at;
}

function skip(text: string, at: number, kind: RegExp): number {
  let end = at;
  while (kind.test(text.charAt(end))) end++;
  return end;
}

/** The end of what is read as a number, good or not. */
function endOfNumber(text: string, start: number): number {
  const isHexadecimal = /^0[xX]/.test(text.slice(start, start + 2));
  const digit = isHexadecimal ? /[0-9a-fA-F]/ : /[0-9]/;
  let at = isHexadecimal ? accept(text, start + 2, /_/) : start;
  at = accept(text, accept(text, at, /\./), digit);
  let hasDot = false;
  let hasExponent = false;
  for (;;) {
    const character = text.charAt(at);
    if (character === '.') {
      if (hasDot || isHexadecimal) return at + 1;
      hasDot = true;
      at++;
      if (/[_.]/.test(text.charAt(at))) return at + 1;
    } else if (/[eE]/.test(character)) {
      if (hasExponent) return at + 1;
      hasExponent = true;
      at = accept(text, at + 1, /[+-]/);
      if (/[._eE]/.test(text.charAt(at))) return at + 1;
    } else if (character === '_') {
      at++;
      if (/[._eE]/.test(text.charAt(at))) return at + 1;
    } else if (digit.test(character)) {
      at = skip(text, at, digit);
    } else {
      return at;
    }
  }
}

/** What begins at `start` with a digit or a dot, and is not a number by itself. */
export function readDurationLike(text: string, start: number): { text: string; isDuration: boolean } {
  const until = (end: number, isDuration: boolean): { text: string; isDuration: boolean } => ({
    text: text.slice(start, end),
    isDuration,
  });
  let at = endOfNumber(text, start);
  if (!/[smhdwy]/.test(text.charAt(at))) return until(at, false);
  at = accept(text, at + 1, /s/);
  while (/[0-9]/.test(text.charAt(at))) {
    at = skip(text, at, /[0-9]/);
    if (!/[smhdw]/.test(text.charAt(at))) return until(at, false);
    at = accept(text, at + 1, /s/);
  }
  // The character that spoils it is shown with it.
  return /[A-Za-z0-9_]/.test(text.charAt(at)) ? until(at + 1, false) : until(at, true);
}
