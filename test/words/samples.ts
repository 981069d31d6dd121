// Sample parameters of every entry of a language, made from the types of the parameters: each alternative of each
// parameter occurs once, so a new entry or a new parameter needs nothing here.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { API, SignatureKind, type Checker, type Symbol, type Type } from 'typescript/unstable/sync';
import { table } from './table.ts';

/** One entry of the table: a text, or what it makes of sample parameters. */
export interface Entry {
  /** `fails`, `cli/doctor`. */
  readonly area: string;
  readonly kind: string;
  /** What each set of sample parameters gives; one element where the entry takes none. */
  readonly rendered: readonly unknown[];
}

// Whether the file runs where it is or in a bundle two folders below the repository, as the other programs of test/ do.
const HERE = path.join(fileURLToPath(new URL('../..', import.meta.url)), 'test/words');

/** An error that a note or a choice carries. */
const ANY_FACT = { kind: 'app-stopped' };
const OPTIONAL = 1 << 24;
const DEEPEST = 8;

/** Every entry, in the order of the table. */
export function everyEntry(): readonly Entry[] {
  const api = new API();
  try {
    const config = path.join(HERE, 'tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProjects()[0];
    if (project === undefined) throw new Error(`cannot open ${config}`);
    const { checker, program } = project;
    const source = program.getSourceFile(path.join(HERE, 'table.ts'));
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    const symbol = module?.getExports().get('table' as never);
    const type = symbol === undefined ? undefined : checker.getTypeOfSymbol(symbol);
    if (type === undefined) throw new Error('the table has no type');
    return entriesOf(checker, type, table, []);
  } finally {
    api.close();
  }
}

function entriesOf(checker: Checker, type: Type, value: unknown, place: readonly string[]): readonly Entry[] {
  const area = place.slice(0, -1).join('/');
  const kind = place.at(-1) ?? '';
  const [signature] = checker.getSignaturesOfType(type, SignatureKind.Call);
  if (signature !== undefined && typeof value === 'function') {
    const samples = createSamples(checker);
    const lists = signature.getParameters().map((one) => {
      const of = checker.getTypeOfSymbol(one);
      return of === undefined ? [] : samples(of, one.name);
    });
    const rendered = varied(lists).map((params): unknown => Reflect.apply(value, undefined, params));
    return [{ area, kind, rendered }];
  }
  if (typeof value !== 'object' || value === null) return [{ area, kind, rendered: [value] }];
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const inner: unknown = Reflect.get(value, property.name);
    const of = checker.getTypeOfSymbol(property);
    return of === undefined ? [] : entriesOf(checker, of, inner, [...place, property.name]);
  });
}

/** The first of each list, then each other element beside the first ones of the other lists. */
const varied = (lists: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] => {
  const first = lists.map(([one]) => one);
  const others = lists.flatMap((list, index) => list.slice(1).map((one) => first.with(index, one)));
  return [first, ...others];
};

/** Makes values of a type: `name` is what a text shows of itself, and what tells a number's unit. */
function createSamples(checker: Checker) {
  return function samples(type: Type, name: string, depth = 0): readonly unknown[] {
    if (depth > DEEPEST) return [];
    if (type.isUnionType()) return type.getTypes().flatMap((one) => samples(one, name, depth));
    if (type.isLiteralType()) return [type.value];
    if (type.isIntrinsicType()) return intrinsic(type.intrinsicName, name);
    if (checker.isTupleType(type)) return tuple(type, name, depth);
    if (checker.isArrayType(type)) {
      const [of] = type.isTypeReference() ? checker.getTypeArguments(type) : [];
      const items = of === undefined ? [] : samples(of, name, depth + 1);
      return items.length === 0 ? [[]] : [items.slice(0, 1), several(items, name)];
    }
    if (type.isTemplateLiteralType()) return [`{${name}}`];
    return objects(type, depth);
  };

  function tuple(type: Type, name: string, depth: number): readonly unknown[] {
    const of = type.isTypeReference() ? checker.getTypeArguments(type) : [];
    return varied(of.map((one) => createSamples(checker)(one, name, depth + 1)));
  }

  function objects(type: Type, depth: number): readonly unknown[] {
    const properties = checker.getPropertiesOfType(type).map((property) => ({
      name: property.name,
      values: valuesOf(property, depth),
    }));
    if (properties.length === 0) {
      const [index] = checker.getIndexInfosOfType(type);
      const values = index === undefined ? [] : createSamples(checker)(index.valueType, 'value', depth + 1);
      return [values.length === 0 ? {} : { '{name}': values[0] }];
    }
    const kind = properties.find((property) => property.name === 'kind');
    if (kind?.values[0] === '{kind}') return [ANY_FACT];
    return varied(properties.map(({ values }) => values)).map((chosen) =>
      Object.fromEntries(
        properties.flatMap((property, index) =>
          chosen[index] === ABSENT ? [] : [[property.name, chosen[index]]],
        ),
      ),
    );
  }

  function valuesOf(property: Symbol, depth: number): readonly unknown[] {
    const type = checker.getTypeOfSymbol(property);
    const values = type === undefined ? [] : createSamples(checker)(type, property.name, depth + 1);
    return (property.flags & OPTIONAL) === 0
      ? values
      : [...values.filter((value) => value !== undefined), ABSENT];
  }
}

const ABSENT = Object.freeze({});

/** Three elements: those that there are, or the same text with a number. */
const several = (items: readonly unknown[], name: string): readonly unknown[] =>
  typeof items[0] === 'string' && items[0] === `{${name}}`
    ? [1, 2, 3].map((index) => `{${name} ${index}}`)
    : [...items, ...items, ...items].slice(0, Math.max(3, items.length));

function intrinsic(type: string, name: string): readonly unknown[] {
  switch (type) {
    case 'string':
      return [`{${name}}`];
    case 'number':
      return /ms$/i.test(name) ? [3000, 120_000] : [3, 1];
    case 'boolean':
      return [true, false];
    case 'null':
      return [null];
    case 'undefined':
      return [undefined];
    default:
      return [`{${name}}`];
  }
}
