// Upper, lower and title case as Go maps it: character by character, whatever stands beside it.

/** Characters that separate no word if one of them is between letters. */
const MID = /^[.:'·\u0387\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A]$/;
const WORD = /^[\p{L}\p{M}\p{N}\p{Pc}\p{Cf}]$/u;
const CASED = /^\p{Cased}$/u;

/** In upper case. A character whose upper case is several characters stays, as in Go. */
export function toUpper(text: string): string {
  return Array.from(text, (character) => {
    const upper = character.toUpperCase();
    return Array.from(upper).length === 1 ? upper : character;
  }).join('');
}

/** In lower case. */
export function toLower(text: string): string {
  return Array.from(text, (character) => Array.from(character.toLowerCase())[0] ?? '').join('');
}

/** The first letter of each word in upper case; the others stay. */
export function toTitle(text: string): string {
  let isInside = false;
  let wasMid = false;
  return Array.from(text, (character) => {
    const isMid = MID.test(character);
    if (wasMid && isMid) isInside = false;
    wasMid = isMid;
    if (CASED.test(character)) {
      const changed = isInside ? character : titleLetter(character);
      isInside = true;
      return changed;
    }
    if (!isMid && !WORD.test(character)) isInside = false;
    return character;
  }).join('');
}

function titleLetter(letter: string): string {
  const [first = '', ...rest] = letter.toUpperCase();
  return first + rest.join('').toLowerCase();
}
