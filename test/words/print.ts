// Prints every text of a language as Markdown, for editors: `npm run words`, `npm run words -- errors`.
import { everyEntry } from './samples.ts';
import { textsOf } from './texts.ts';

const [wanted = ''] = process.argv.slice(2);
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', '<br>');

let area: string | undefined;
const lines: string[] = [];
for (const entry of everyEntry()) {
  if (!entry.area.startsWith(wanted)) continue;
  if (entry.area !== area) {
    area = entry.area;
    lines.push(...(lines.length === 0 ? [] : ['']), `## ${area}`, '');
    lines.push('| kind | message | expected | observed | hint |', '| --- | --- | --- | --- | --- |');
  }
  const rows = entry.rendered.map((one) => {
    const texts = textsOf(one);
    const of = (...fields: readonly string[]): string =>
      texts
        .filter(({ field }) => fields.includes(field))
        .map(({ text }) => cell(text))
        .join('<br>');
    const named = new Set(['expected', 'observed', 'hint', 'remedy']);
    const message = texts.filter(({ field }) => !named.has(field)).map(({ text }) => cell(text));
    return `${message.join('<br>')} | ${of('expected')} | ${of('observed')} | ${of('hint', 'remedy')} |`;
  });
  // Another parameter often changes nothing that is read.
  lines.push(...[...new Set(rows)].map((row) => `| ${entry.kind} | ${row}`));
}
process.stdout.write(`${lines.join('\n')}\n`);
