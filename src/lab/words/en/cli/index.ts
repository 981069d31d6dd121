// What the commands say beside verdicts and errors.
import { authors } from './authors.ts';
import { doctor } from './doctor.ts';
import { errors } from './errors.ts';
import { help } from './help.ts';
import { instructors } from './instructors.ts';
import { learner } from './learner.ts';
import { prometheus } from './prometheus.ts';
import { trust } from './trust.ts';
import { verify } from './verify.ts';

export const cli = { authors, doctor, errors, help, instructors, learner, prometheus, trust, verify };
