// References to the groups of a match, as Go's regexp.Expand reads them.
import type { Matcher as RegexMatch, RE2JS } from 're2js';

const REFERENCE = /\$(?:\$|\{(\w+)\}|(\w+))/g;

/** `$1`, `${1}`, `$name` (as long a name as possible) and `$$` replaced; a group that is not there is empty. */
export function expandReferences(template: string, match: RegexMatch, pattern: RE2JS): string {
  if (!template.includes('$')) return template;
  const named = pattern.namedGroups();
  return template.replaceAll(REFERENCE, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare ?? '';
    const group = /^\d+$/.test(name) ? Number(name) : Object.hasOwn(named, name) ? named[name] : undefined;
    return group === undefined || group > match.groupCount() ? '' : (match.group(group) ?? '');
  });
}
