// The course that an author begins with: one small program, one step that is complete, and nothing to delete.

export interface NewCourseOptions {
  /** Kebab-case. */
  readonly id: string;
  readonly title: string;
}

/** Path -> text of every file of a new course. */
export function newCourseFiles({ id, title }: NewCourseOptions): ReadonlyMap<string, string> {
  return new Map([
    ['course.yaml', courseYaml(id, title)],
    ['programs/start.ts', PROGRAM],
    ['workspace/package.json', json({ name: 'my-app', private: true, type: 'module' })],
    ['01-look-around/step.md', FIRST_STEP],
    [
      'package.json',
      json({
        name: `ecom-lab-course-${id}`,
        version: '0.1.0',
        type: 'module',
        'ecom-lab': { course: '.' },
      }),
    ],
    ['.gitignore', 'node_modules/\n/ecom-lab/\n'],
  ]);
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

const courseYaml = (
  id: string,
  title: string,
): string => `# yaml-language-server: $schema=./node_modules/ecom-lab/dist/schema/course.json
# A course for ecom-lab. Look through it with \`ecom-lab lint .\`, prove it with \`ecom-lab verify --course .\`
id: ${id}
title: ${JSON.stringify(title)}

app:
  # The file of the workspace that the lab runs.
  entry: main.ts
  # The ports that the app listens on, each with a name. Traffic goes to the one named \`api\`.
  ports:
    api: 3000
  # Packages of the lab that a new workspace has from the start.
  packages: [express, prom-client]

# Workspace file: the file of this course that it starts as.
workspace:
  main.ts: programs/start.ts
  package.json: workspace/package.json

# Traffic that steps can send, in exact numbers.
# scenarios:
#   first-visitors:
#     title: The first visitors
#     requests:
#       - { method: GET, path: /hello, count: 12 }

# The steps, in order. \`ecom-lab new-step --course .\` makes one more.
steps:
  - 01-look-around
`;

const PROGRAM = `// A small app to measure. It answers one path, and no one can see how often.
import express from 'express';

const api = express();

api.get('/hello', (_req, res) => {
  res.type('text').send('hello');
});

api.listen(3000, '127.0.0.1', (error) => {
  if (error) {
    console.error(\`The app cannot listen: \${error.message}\`);
    process.exit(1);
  }
});
`;

const FIRST_STEP = `---
id: look-around
title: Look around
kind: read
files: [main.ts]
checks:
  - kind: answer
    question: How many paths does the app answer?
    form: number
    value: 1
hints:
  - Each path that the app answers has a line that begins with \`api.get\`.
  - Count those lines in \`main.ts\`.
---

This app answers requests, and keeps no record of them. Before you can measure a
program you have to know what it does.

## What to do

Open \`main.ts\` and read it. It runs right now: open http://{{api}}/hello.

Then say how many paths it answers.
`;
