import { describe, expect, test } from 'vitest';
import { addToList } from '../../../src/lab/authoring/add-to-list.ts';

describe('a step is added to the list of course.yaml', () => {
  test.each([
    ['at the end', 'steps:\n  - a\n  - b\n', 1, 'steps:\n  - a\n  - b\n  - new\n'],
    ['in the middle', 'steps:\n  - a\n  - b\n', 0, 'steps:\n  - a\n  - new\n  - b\n'],
    ['without indentation', 'steps:\n- a\n', 0, 'steps:\n- a\n- new\n'],
    ['where no line end follows', 'steps:\n  - a', 0, 'steps:\n  - a\n  - new'],
    ['in a list on one line', 'steps: [a, b] # two\n', 0, 'steps: [a, new, b] # two\n'],
    [
      'with the line ends of Windows',
      'steps:\r\n  - a\r\n  - b\r\n',
      0,
      'steps:\r\n  - a\r\n  - new\r\n  - b\r\n',
    ],
    [
      'in the part of the step before',
      'parts:\n  - id: one\n    steps:\n      - a\n      - b\n  - id: two\n    steps:\n      - c\n',
      1,
      'parts:\n  - id: one\n    steps:\n      - a\n      - b\n      - new\n  - id: two\n    steps:\n      - c\n',
    ],
    [
      'in the last part',
      'parts:\n  - { id: one, steps: [a] }\n  - { id: two, steps: [b] }\n',
      1,
      'parts:\n  - { id: one, steps: [a] }\n  - { id: two, steps: [b, new] }\n',
    ],
    ['behind a quoted one', "steps:\n  - 'a'\n", 0, "steps:\n  - 'a'\n  - new\n"],
  ])('%s', (_where, text, after, expected) => {
    expect(addToList(text, 'new', after)).toBe(expected);
  });

  test('without a change to comments or spaces', () => {
    const text =
      '# top\nid:   x\nsteps: # the list\n  # first\n  - a   # why a\n\n  # second\n  - b\nscenarios: {one: {title: "T"} }\n# end\n';
    expect(addToList(text, 'new', 0)).toBe(text.replace('# why a\n', '# why a\n  - new\n'));
  });

  test('by writing the document again with the same data if the list has an unusual form', () => {
    const edited = addToList('steps:\n  - &first a\n  - *first\n', 'new', 0);
    expect(edited).toContain('new');
    expect(edited).toContain('&first');
  });
});
