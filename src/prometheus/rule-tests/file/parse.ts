// The text of a test file -> its tests, or all that is wrong with it.
import { TooLargeError, YamlReader } from '../../config/yaml-reader.ts';
import type { TestFileProblem } from '../model/report.ts';
import type { TestFile } from '../model/test-file.ts';
import { testFile } from './read-tests.ts';

const MAX_LENGTH = 2 * 1024 * 1024;
const MAX_NODES = 300_000;

const NO_TESTS: TestFile = {
  ruleFiles: [],
  evaluationIntervalMs: 60_000,
  groupEvalOrder: [],
  isFuzzy: false,
  tests: [],
};

/** Parses a test file; fields that are not known are errors. */
export function parseTestFile(
  source: string,
):
  | { readonly status: 'ok'; readonly tests: TestFile }
  | { readonly status: 'error'; readonly problems: readonly TestFileProblem[] } {
  try {
    const reader = new YamlReader(source, { maxLength: MAX_LENGTH, maxNodes: MAX_NODES });
    const { root } = reader;
    const isSound = reader.problems.length === 0;
    const tests = isSound && root !== null ? testFile(root, reader) : NO_TESTS;
    const problems = reader.problems.map(({ line, message }) => ({
      ...(line === undefined ? {} : { line }),
      message: `yaml: line ${line}: ${message}`,
    }));
    const repeated = problems.length === 0 ? repeatedGroup(tests ?? NO_TESTS) : undefined;
    if (repeated !== undefined) problems.push(repeated);
    return problems.length > 0 ? { status: 'error', problems } : { status: 'ok', tests: tests ?? NO_TESTS };
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return { status: 'error', problems: [{ message: error.message }] };
  }
}

function repeatedGroup({
  groupEvalOrder,
}: TestFile): (TestFileProblem & { readonly line: number }) | undefined {
  const seen = new Set<string>();
  for (const { text, line } of groupEvalOrder) {
    if (seen.has(text))
      return { line, message: `line ${line}: group name repeated in evaluation order: ${text}` };
    seen.add(text);
  }
  return undefined;
}
