// A package that the app needs.
import type { DependencyFails } from '../../../checks/kinds/dependency/facts.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { listed } from '../grammar/phrases.ts';

const unreadable = (reason: string) => ({
  message: `package.json cannot be read: ${reason}.`,
  hint: 'Use double quotes in JSON, and put a comma between two entries but not after the last one.',
});

export const packages = {
  'package-json-not-there': () => ({
    message: 'The workspace has no package.json.',
    hint: 'Start the step over to get it back.',
  }),
  'package-json-empty': () => unreadable('it is empty'),
  'package-json-not-an-object': () => unreadable('it is not an object'),
  'package-json-unreadable': ({ said, place }) =>
    unreadable(place === undefined ? said : `${said} (line ${place.line}, column ${place.column})`),
  'package-not-installed': ({ name, listed: others }) => ({
    message: `${name} is not installed in the workspace.`,
    expected: `${name} under dependencies of package.json`,
    observed: others.length === 0 ? 'no dependencies' : listed(others),
    hint: 'Run npm install with the name of the package, in the folder of the workspace.',
  }),
  'package-only-listed': ({ name }) => ({
    message: `package.json lists ${name}, but node_modules has no usable copy of it.`,
    expected: `node_modules/${name}`,
    hint: 'Run npm install in the workspace: it installs everything that package.json lists.',
  }),
  'package-for-development': ({ name }) => ({
    message: `${name} is installed for development only.`,
    expected: `${name} under dependencies`,
    observed: `${name} under devDependencies`,
    hint: `The running app needs it: move it with \`npm install --save-prod ${name}\`. Without that option npm leaves it where it is.`,
  }),
  'package-only-installed': ({ name, isPeer }) => ({
    message: `node_modules has ${name}, but package.json ${isPeer ? 'lists it only as a peer dependency' : 'does not list it'}.`,
    expected: `${name} under dependencies`,
    observed: isPeer ? `${name} under peerDependencies` : 'not listed',
    hint: 'Install it in a way that saves it, so that everyone who gets your package.json gets it too.',
  }),
  'package-outdated': ({ name, version, oldest }) => ({
    message: `${name} ${version} does not run on current versions of Node.js.`,
    expected: `${name} ${oldest} or later`,
    observed: `${name} ${version}`,
    hint: `Run \`npm install ${name}@latest\` in the workspace.`,
  }),
  'package-of-similar-name': ({ name, found }) => ({
    message: `${found} is installed, but the package is named ${name}.`,
    expected: name,
    observed: found,
    hint: `Uninstall ${found}, and check each letter of the name: packages with similar names come from other authors.`,
  }),
  'package-under-other-name': ({ name, found }) => ({
    message: `node_modules/${name} is another package: ${found}.`,
    expected: name,
    observed: found,
    hint: `Uninstall ${name}, and install it again without an alias.`,
  }),
  'package-installed-above': ({ name, dir, file }) => ({
    message: `${name} is installed in ${dir} but not in the workspace.`,
    expected: file.wanted,
    observed: file.found,
    hint: 'Change to the folder of the workspace first, then install.',
  }),
} satisfies FailEntries<DependencyFails>;
