// What keeps a Prometheus from being downloaded or unpacked.
import type { DiskReason, InstallErrors } from '../../../prometheus/index.ts';
import type { ErrorEntries } from '../../contract/entries.ts';

const DISK: Readonly<Record<DiskReason, string>> = {
  full: 'the disk is full',
  quota: 'your disk quota is used up',
  forbidden: 'you do not have permission to write there',
  'read-only': 'the disk is read-only',
  'file-in-the-way': 'a file is in the way',
};
const USE_MIRROR =
  'Try again later, set ECOM_LAB_PROMETHEUS_MIRROR to a mirror, or use --prometheus embedded, which needs no download.';
const RUN_AGAIN = 'Nothing was installed. Run the command again.';

export const installErrors = {
  'no-release': ({ platform, arch }) => ({
    message: `Prometheus publishes no release for ${platform} on ${arch}.`,
    hint: 'Use --prometheus embedded, or give the path of a Prometheus that you built.',
  }),
  'bad-version': ({ version }) => ({
    message: `${version} is not a version of Prometheus.`,
    hint: 'Give a version like 3.13.2.',
  }),
  'bad-mirror': ({ mirror }) => ({
    message: `The mirror ${mirror} is not an http or https address.`,
    hint: 'Give the address of the folder that holds v3.13.2/ and the other releases.',
  }),
  'release-not-found': ({ url }) => ({
    message: `${url} does not exist (404).`,
    hint: 'Check the version, and the mirror if you use one.',
  }),
  'release-not-found/no-checksum': ({ url, file }) => ({
    message: `${url} has no checksum for ${file}.`,
    hint: 'This version may not be published for your kind of computer. Try another version.',
  }),
  'download-refused': ({ url, httpStatus }) => ({
    message: `${url} cannot be downloaded: the server responds with status ${httpStatus}.`,
    hint: USE_MIRROR,
  }),
  'download-stalled': ({ url }) => ({
    message: `The download stopped halfway: nothing more arrives from ${url}.`,
    hint: USE_MIRROR,
  }),
  'download-cut': ({ url }) => ({ message: `The download was cut off: ${url}.`, hint: RUN_AGAIN }),
  'download-unreachable': ({ host, said }) => ({
    message: `${host} cannot be reached (${said}).`,
    hint: USE_MIRROR,
  }),
  'download-too-large': ({ url }) => ({ message: `${url} sends more than 1 GB.`, hint: USE_MIRROR }),
  'download-too-large/checksums': ({ url }) => ({
    message: `${url} is not a list of checksums.`,
    hint: USE_MIRROR,
  }),
  'wrong-checksum': ({ file }) => ({
    message: `${file} is not the published file: its SHA-256 checksum is different.`,
    hint: 'It was damaged or changed on the way, so nothing was installed. Try again, or use another mirror.',
  }),
  'wrong-release': ({ named, found }) => ({
    message: `The archive is named ${named}, but the program in it is ${found}.`,
    hint: 'Use another mirror.',
  }),
  'archive-broken': () => ({
    message: 'The downloaded archive cannot be unpacked.',
    hint: 'Nothing was installed. Run the command again, or use another mirror.',
  }),
  'archive-broken/package': ({ name }) => ({
    message: `The package ${name} cannot be unpacked.`,
    hint: RUN_AGAIN,
  }),
  'no-debian-package': ({ said }) => ({
    message: `apt-get cannot download the Debian package of Prometheus: ${said}`,
    hint: 'Its package lists may be missing or old. Run `sudo apt-get update` and try again.',
  }),
  'not-debian': () => ({
    message: 'Only Debian and distributions based on it have this package.',
    hint: 'Run the command without --debian.',
  }),
  'cache-unwritable': ({ dir, reason }) => ({
    message: `Prometheus cannot be stored${dir === undefined ? '' : ` in ${dir}`}: ${DISK[reason]}.`,
    hint: 'Free some space there, or set XDG_CACHE_HOME to another folder.',
  }),
} satisfies ErrorEntries<InstallErrors>;
