// The public interface of unit tests for rules, in the format of `promtool test rules`.
export type { TestFileReport } from './model/report.ts';
export { runTestFile, type TestRunOptions } from './run/file.ts';
export { faultOfNames } from './run/names.ts';
export { formatDifference } from './text/difference.ts';
export { formatFailure } from './text/failure.ts';
export { formatTestReport } from './text/report.ts';
