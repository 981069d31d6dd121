// The public interface of examinations: what unit tests of rules prove.
export { examineTests, type Examination, type ExamineOptions } from './run.ts';
