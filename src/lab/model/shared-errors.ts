// Errors that several modules throw: of files, of their encoding, and of a workspace that is gone.
import type { FileFault } from '../../files/index.ts';
import { labErrors } from './errors.ts';

/** Codes of the operating system that are no bug of the lab, whichever line meets them. */
export const systemCodes = [
  'ENOENT',
  'ENAMETOOLONG',
  'ELOOP',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ENOTEMPTY',
  'EACCES',
  'EPERM',
  'EROFS',
  'EXDEV',
  'EBUSY',
  'ETXTBSY',
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EMFILE',
  'ENFILE',
  'EAGAIN',
  'ENOMEM',
  'EIO',
  'ESTALE',
  'EHOSTDOWN',
  'ENOTCONN',
  'ENODEV',
  'ENXIO',
] as const;
export type SystemCode = (typeof systemCodes)[number];

type Refused<C extends FileFault['code']> = { readonly path: string } & Omit<
  Extract<FileFault, { readonly code: C }>,
  'code'
>;

/** The parameters of each. */
export interface SharedErrors {
  /** `path`: what it was about, where the system says so. */
  'system-refused': { readonly code: SystemCode; readonly path: string | undefined };
  'not-a-file': Refused<'not-a-file'>;
  'file-too-large': Refused<'file-too-large'>;
  'file-not-answering': Refused<'file-not-answering'>;
  'not-utf8/utf-16': { readonly file: string };
  'not-utf8/invalid': { readonly file: string };
  /** Before a session is open on it. */
  'workspace-gone/absent': { readonly dir: string };
  /** While a session is open on it: moved or deleted, or another folder has taken its place. */
  'workspace-gone/moved': { readonly dir: string };
  'workspace-gone/replaced': { readonly dir: string };
}

export const sharedError = labErrors<SharedErrors>();
