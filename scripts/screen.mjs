// `npm run screen`: has the built lab judge step 3 twice in a real terminal, and writes what the terminal shows as
// docs/screen.svg, for the README.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'dist/main.js');
const [COLUMNS, ROWS] = [84, 34];
const STEP = path.join(root, 'steps/03-define-counter');

const dir = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-screen-'));
const env = { ...process.env, TERM: 'xterm-256color', XDG_CACHE_HOME: path.join(dir, '.cache'), EDITOR: '' };
delete env.NO_COLOR;

/** Runs a command of the lab in a terminal; resolves at its end. */
const lab = (terminal, ...args) =>
  new Promise((resolve) => {
    const program = spawn(process.execPath, [bin, ...args], { cwd: dir, env, cols: COLUMNS, rows: ROWS });
    program.onData((data) => terminal?.write(data));
    program.onExit(resolve);
  });

const terminal = new headless.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
const type = (command) => terminal.write(`\u001b[1;32m$\u001b[0m ${command}\r\n`);
const entry = path.join(dir, 'ecom-lab/main.ts');

try {
  await lab(undefined, 'init');
  await lab(undefined, 'apply', '2');
  await cp(path.join(STEP, 'solution/main.ts'), entry);
  const right = await readFile(entry, 'utf8');
  await writeFile(entry, right.replace("'http_requests_total'", "'http_requests'"));
  type('npx ecom-lab check 3');
  await lab(terminal, 'check', '3');
  await writeFile(entry, right);
  terminal.write('\r\n');
  type('npx ecom-lab check 3');
  await lab(terminal, 'check', '3');
  await new Promise((resolve) => terminal.write('', resolve));
  await writeFile(path.join(root, 'docs/screen.svg'), toSvg(terminal.buffer.active));
} finally {
  await rm(dir, { recursive: true, force: true });
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The lines of a screen as an SVG: one text element for each run of cells of the same style. */
function toSvg(buffer) {
  const [WIDTH, HEIGHT, MARGIN] = [8.4, 19, 16];
  const COLORS = ['#30363d', '#ff7b72', '#7ee787', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#e6edf3'];
  const rows = [];
  for (let y = 0; y < buffer.length; y += 1) {
    const line = buffer.getLine(y);
    if (line === undefined) break;
    const runs = [];
    for (let x = 0; x < line.length; x += 1) {
      const cell = line.getCell(x);
      const color = cell.isFgPalette() ? COLORS[cell.getFgColor() % 8] : '#e6edf3';
      const style = `fill="${color}"${cell.isBold() ? ' font-weight="bold"' : ''}${cell.isDim() ? ' opacity="0.6"' : ''}`;
      const text = cell.getChars() || ' ';
      const last = runs.at(-1);
      if (last?.style === style) last.text += text;
      else runs.push({ x, style, text });
    }
    rows.push(runs);
  }
  while (rows.at(-1)?.every(({ text }) => text.trim() === '')) rows.pop();
  const texts = rows.flatMap((runs, y) =>
    runs
      .filter(({ text }) => text.trim() !== '')
      .map(({ x, style, text }) => {
        const cut = text.trimEnd();
        const place = `x="${(MARGIN + x * WIDTH).toFixed(1)}" y="${MARGIN + 14 + y * HEIGHT}"`;
        return `<text ${place} ${style} textLength="${(cut.length * WIDTH).toFixed(1)}" xml:space="preserve">${escaped(cut)}</text>`;
      }),
  );
  const width = Math.ceil(COLUMNS * WIDTH + 2 * MARGIN);
  const height = rows.length * HEIGHT + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A terminal in which ecom-lab names a mistake, and then passes the step">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">',
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
