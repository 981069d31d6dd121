// Color and signs. Words carry the meaning; color only repeats it, and can be switched off.
import { stripVTControlCharacters, styleText } from 'node:util';

type Paint = (text: string) => string;

/** The few ways in which the lab stresses text. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly accent: Paint;
  readonly code: Paint;
  /** Whether any of them changes the text. */
  readonly hasColour: boolean;
}

const plain: Paint = (text) => text;

/** A style for a stream: `hasColour` false gives the bare words. */
export function createStyle(hasColour: boolean): Style {
  if (!hasColour) {
    return {
      bold: plain,
      dim: plain,
      good: plain,
      bad: plain,
      warn: plain,
      accent: plain,
      code: plain,
      hasColour,
    };
  }
  return {
    bold: (text) => styleText('bold', text),
    dim: (text) => styleText('dim', text),
    good: (text) => styleText('green', text),
    bad: (text) => styleText('red', text),
    warn: (text) => styleText('yellow', text),
    accent: (text) => styleText('cyan', text),
    code: (text) => styleText('cyan', text),
    hasColour,
  };
}

/** Whether to color, by the conventions of NO_COLOR (no-color.org) and FORCE_COLOR. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTty: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTty && env['TERM'] !== 'dumb';
}

// All control characters but newline and tab, what turns the direction of text around, and invisible ones: soft
// hyphens, zero-width characters, variation selectors and tags (Unicode's Default_Ignorable_Code_Point), the marks of
// interlinear notes, and the separators of lines and paragraphs.
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- control characters are what it takes out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}\ufff9-\ufffb]/gu;

// oxlint-disable-next-line no-control-regex -- the sequence that styles are made of
const STYLES = /(\u001b\[[0-9;]*m)/;

/** The last gate before a terminal: whatever the text contains, only the style's own sequences get through. */
export function onlyStyles(text: string, { hasColour }: Style): string {
  if (!hasColour) return cleanText(text);
  return text
    .split(STYLES)
    .map((part, index) => (index % 2 === 1 ? part : cleanText(part)))
    .join('');
}

/**
 * Text from elsewhere (an app's log, a metrics page, a course) made safe to print: no escape sequence, no control
 * character but newline and tab, and nothing that cannot be seen survives.
 */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(UNSAFE, '');
}

/** A JSON document in which all that {@link cleanText} takes out is written as an escape: its value is the same. */
export function cleanJson(json: string): string {
  return json.replaceAll(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_none, index) => {
      const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
}
