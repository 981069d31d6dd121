// What the terminal says to a learner beside verdicts and errors.
import { actions } from './actions.ts';
import { app } from './app.ts';
import { events } from './events.ts';
import { menu } from './menu.ts';
import { queries } from './queries.ts';
import { report } from './report.ts';
import { step } from './step.ts';

export const ui = { actions, app, events, menu, queries, report, step };
