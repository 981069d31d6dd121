// The course as a learner goes through it: in a real terminal, with an editor beside it, mistakes included.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, describe, expect, test } from 'vitest';
import { PARTS } from '../support/built-in-course.ts';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { realPrometheus } from '../support/real-prometheus.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

const source = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

const PROVIDERS = [
  { name: 'embedded', flag: 'embedded' },
  ...(realPrometheus === undefined ? [] : [{ name: 'managed', flag: realPrometheus }]),
];

describe('a learner in a terminal', () => {
  test.each(PROVIDERS)(
    'on $name completes the whole course: fails, gets hints, fixes, answers, quits, resumes, finishes',
    async ({ flag }) => {
      folder = await createLabFolder();
      const { workspace } = folder;
      const save = (file: string, text: string): Promise<void> => writeFile(path.join(workspace, file), text);
      const lab = folder.open('start', '--prometheus', flag);

      await lab.sees('Step 1 of 13');
      await lab.choose('Answer the question');
      await lab.sees('How many endpoints');
      lab.type('2\r');
      await lab.sees('2 is not correct.');
      await lab.choose('Answer the question');
      await lab.sees('How many endpoints');
      lab.type('four\r');
      await lab.sees('Step tour passes.');

      await lab.choose('Continue with step 2');
      await lab.sees('Step 2 of 13');
      await lab.choose('Check my work');
      await lab.sees('Step install-client does not pass yet.');
      await lab.choose('Apply the solution');
      await lab.sees('Replace your version');
      lab.type('y\r');
      await lab.sees('Step install-client passes.');

      await lab.choose('Continue with step 3');
      await lab.sees('Step 3 of 13');
      // What npm and the lab have written is not a save.
      expect(lab.screen()).not.toContain('Saved:');
      const right = await source('steps/03-define-counter/solution/main.ts');
      await save('main.ts', right.replaceAll('Counter', 'Gauge'));
      await lab.sees('Step define-counter does not pass yet.');
      await lab.choose('Show a hint (1 of 3)');
      await lab.sees('Hint 1 of 3');
      await save('main.ts', await source('steps/03-define-counter/solution/main.ts'));
      await lab.sees('Step define-counter passes.');

      await lab.choose('Continue with step 4');
      await lab.sees('Step 4 of 13');
      await save(
        'main.ts',
        (await source('src/app/plain-counter.ts')).replace('httpRequestsTotal.inc();', ''),
      );
      await lab.sees('Step count-requests does not pass yet.');
      await save('main.ts', await source('src/app/plain-counter.ts'));
      await lab.sees('Step count-requests passes.');

      await lab.choose('Quit');
      await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });

      const again = folder.open('start', '--prometheus', flag);
      await again.sees('Step 4 of 13');
      await again.choose('Continue with step 5');
      await again.sees('Step 5 of 13');
      await again.choose('Check my work');
      await again.sees('Step expose-metrics passes.');

      await again.choose('Continue with step 6');
      await again.sees('Traffic "first-visitors" has been sent.');
      await again.sees('Step 6 of 13');
      await again.choose('Answer the question');
      await again.sees('How many requests');
      again.type('100\r');
      await again.sees('Step read-total passes.');

      await again.choose('Continue with step 7');
      await again.sees('Step 7 of 13');
      await save('main.ts', await source('src/app/labeled-counter.ts'));
      await again.sees('Step label-requests passes.');

      await again.choose('Continue with step 8');
      await again.sees('Step 8 of 13');
      const config = await readFile(path.join(workspace, 'prometheus.yml'), 'utf8');
      await save(
        'prometheus.yml',
        `${config.trimEnd()}\n\n  - job_name: api\n    static_configs:\n      - targets: ['http://localhost:8000']\n`,
      );
      await again.sees('Step scrape-api does not pass yet.');
      await save(
        'prometheus.yml',
        `${config.trimEnd()}\n\n  - job_name: api\n    static_configs:\n      - targets: ['localhost:8000']\n`,
      );
      await again.sees('Step scrape-api passes.');

      // A second terminal speaks to the running session.
      const second = await folder.run('query', 'up{job="api"}', '--json');
      expect(JSON.parse(second.stdout)).toMatchObject({
        resultType: 'vector',
        result: [{ value: [expect.any(Number), '1'] }],
      });

      await again.choose('Continue with step 9');
      await again.sees('Step 9 of 13');
      await again.choose('Answer the question');
      await again.sees(/path and.*method/i);
      again.type('post products\r');
      await again.sees('Step busiest-endpoint passes.');

      await again.choose('Continue with step 10');
      await again.sees('Step 10 of 13');
      await save('main.ts', await source('src/app/error-counter.ts'));
      await again.sees('Step count-errors passes.');

      await again.choose('Continue with step 11');
      await again.sees('Step 11 of 13');
      await again.choose('Answer the question');
      await again.sees(/how many/i);
      again.type('33\r');
      await again.sees('Step read-errors passes.');

      await again.choose('Continue with step 12');
      await again.sees('Step 12 of 13');
      await again.choose('Answer the question');
      await again.sees('❯');
      again.press('enter');
      await again.sees('Step choose-type does not pass yet.');
      await folder.run('check', 'choose-type', '--answer', 'gauge');
      // What was passed in another terminal is shown here, and the menu knows of it.
      await again.sees('Step choose-type passes.');
      await again.choose('Continue with step 13');
      await again.sees('Step 13 of 13');
      await save('main.ts', await source('src/app/in-progress-gauge.ts'));
      await again.sees('Step in-progress passes.');

      await again.choose('Finish');
      await again.sees('finished');
      await again.sees('ecom-lab-summary.md');
      await again.sees('What this program still lacks');
      if (PARTS.length > 1) await again.choose('Quit');
      await expect(again.exited).resolves.toMatchObject({ exitCode: 0 });
      await expect(readFile(path.join(workspace, 'ecom-lab-summary.md'), 'utf8')).resolves.toContain(
        '12 of 13 steps done by hand',
      );
    },
  );

  test.each(['ctrlC', 'ctrlD'] as const)(
    'quits by %s with exit code 130, no stack trace and no process left',
    async (key) => {
      folder = await createLabFolder();
      const lab = folder.open('start', '--prometheus', 'embedded');
      await lab.sees('What next?');
      lab.press(key);
      await expect(lab.exited).resolves.toMatchObject({ exitCode: 130 });
      expect(lab.screen()).not.toMatch(/\n\s+at .*:\d+/);
      const left = await execa('pgrep', ['-f', folder.workspace], { reject: false });
      expect(left.stdout).toBe('');
    },
  );

  test('without a terminal sees which commands to use', async () => {
    folder = await createLabFolder();
    const result = await folder.run('start');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('ecom-lab start --auto');
  });
});
