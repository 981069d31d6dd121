// What a report says of a learner or a class.
import { page } from './page.ts';
import { regrade } from './regrade.ts';
import { remarks } from './remarks.ts';
import { table } from './table.ts';

export const report = { page, regrade, remarks, table };
