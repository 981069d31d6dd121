// Texts escaped for HTML, JavaScript and URLs.
import { isPrintable } from '../format/rune.ts';
import { bytesOf } from '../values/model.ts';

const HTML: Readonly<Record<string, string>> = {
  '\0': '\uFFFD',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

const JS: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  "'": String.raw`\'`,
  '"': String.raw`\"`,
  '<': String.raw`\u003C`,
  '>': String.raw`\u003E`,
  '&': String.raw`\u0026`,
  '=': String.raw`\u003D`,
};

/** For a text in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[\0"'&<>]/g, (character) => HTML[character] ?? character);
}

/** For a text in JavaScript. */
export function escapeJs(text: string): string {
  return Array.from(text, escapeJsCharacter).join('');
}

function escapeJsCharacter(character: string): string {
  const known = JS[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x80 ? isPrintable(character) || /^\p{Surrogate}$/u.test(character) : code >= 0x20)
    return character;
  return String.raw`\u` + code.toString(16).toUpperCase().padStart(4, '0');
}

const UNRESERVED = /^[A-Za-z0-9_.~-]$/;

/** For a value in the query of a URL, as Go's url.QueryEscape. */
export function escapeQuery(text: string): string {
  return Array.from(bytesOf(text), (byte) => {
    const character = String.fromCharCode(byte);
    if (UNRESERVED.test(character)) return character;
    return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
