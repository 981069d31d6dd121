// The front door: YAML read with the places of its parts, at a cost that grows no faster than the text.
export { resolveAliases, type ResolvedAliases } from './aliases.ts';
export { parseYaml, spanOf, type Place, type PlacedYaml, type Span } from './parse.ts';
export { foreignTags } from './tags.ts';
