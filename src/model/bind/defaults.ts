/**
 * What upstream.yaml says for all of its lists, judged once. A default is left out where one list lacks what it names, as
 * with a dialect; but the integrator wrote it for some list, so one that no list has is a mistake.
 */
import { getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { Located } from '../../mapping/load.js';
import type { Problem } from '../../mapping/problem.js';
import type { CollectionMapping, UpstreamMapping } from '../../mapping/schema.js';
import type { Path, PlaceOptions } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import { layerStyles } from '../../styles/layers.js';
import { renderTemplate } from '../../styles/template.js';
import type { CountStyle, ListOverrides } from '../../styles/vocabulary.js';
import { parseAddress } from '../../upstream/document/argument-path.js';
import {
  isMissing,
  type Location,
  locate,
  memberType,
  stepOf,
  typeAt,
} from '../../upstream/document/location.js';
import type { BindingUpstream } from './context.js';
import { nameSlots } from './names.js';
import { resultType } from './result-type.js';
import { scalarFaults } from './scalar-faults.js';
import { getFaults, templateFaults } from './template-faults.js';
import { misspeltMembers } from './template-members.js';

export interface JudgedDefaults {
  readonly problems: readonly Problem[];
  /** Ids of the collections that would answer wrongly by them. */
  readonly spoiled: ReadonlySet<string>;
}

type Upstream = Pick<BindingUpstream, 'schema' | 'dialect'>;

/**
 * Checks `defaults` of upstream.yaml once against all collections, so that a fault there is reported once and not
 * for each of them.
 * @returns the problems, and the collections that cannot be served because of them
 */
export function judgeDefaults(
  { source, value }: Located<UpstreamMapping>,
  upstream: Upstream,
  collections: readonly Located<CollectionMapping>[],
): JudgedDefaults {
  const problems: Problem[] = [];
  const spoiled = new Set<string>();
  const report = (path: Path, message: string, place: PlaceOptions): void => {
    problems.push(source.problemAt(path, message, place));
  };
  const spoil = (path: Path, message: string, place: PlaceOptions): void => {
    report(path, message, place);
    for (const each of collections) spoiled.add(each.value.collection);
  };
  const defaults = value.defaults ?? {};
  const style = layerStyles(upstream.dialect?.list, defaults);
  for (const { path, message, ...place } of templateFaults(defaults, style.filter?.style))
    spoil(['defaults', ...path], message, place);
  for (const { path, message, ...place } of getFaults(value.get ?? {}))
    spoil(['get', ...path], message, place);

  for (const { path, message, ...place } of scalarFaults(value.scalars ?? {}, upstream.schema))
    spoil(['scalars', ...path], message, place);

  const lists = collections.flatMap((each) => listOf(each.value, upstream) ?? []);
  for (const named of namedIn(defaults, upstream)) {
    const concerned = lists.filter(({ own }) => !named.overridden(own));
    const missing = concerned.map((list) => named.missing(list));
    if (missing.length === 0 || missing.some((each) => each === undefined)) continue;
    const { name, candidates } = missing[0]!;
    const help = didYouMean(name, new Set(missing.flatMap((each) => each!.candidates)));
    const known = candidates.length > 0 ? `known there: ${candidates.slice(0, 12).join(', ')}` : undefined;
    const place = help ?? known;
    report(['defaults', ...named.path], `no list of this upstream has ${named.noun} "${named.text}"`, {
      severity: named.spoils ? 'error' : 'warning',
      ...(place ? { help: place } : {}),
    });
    if (named.spoils) for (const { id } of concerned) spoiled.add(id);
  }
  for (const { path, message, ...place } of misspelt(defaults, style.filter, lists))
    report(['defaults', ...path], message, { ...place, severity: 'warning' });
  return { problems, spoiled };
}

function misspelt({ filter }: ListOverrides, style: ListOverrides['filter'], lists: readonly List[]) {
  if (!filter || !style?.at) return [];
  const address = parseAddress(style.at);
  const common = lists.filter(({ own }) => own.filter !== null && own.filter?.at === undefined);
  const types = common.flatMap(({ location }) => typeAt(location, address) ?? []);
  return misspeltMembers(filter, style.style, types);
}

interface List {
  readonly id: string;
  readonly own: ListOverrides;
  readonly location: Location;
  readonly mapping: CollectionMapping;
}

function listOf(mapping: CollectionMapping, { schema }: Upstream): List | undefined {
  const own = typeof mapping.list === 'string' ? { field: mapping.list } : mapping.list;
  const location = locate(schema, own.field);
  return isMissing(location) ? undefined : { id: mapping.collection, own, location, mapping };
}

/** A name that a list does not know, and those that it knows in its place. */
interface Missing {
  readonly name: string;
  readonly candidates: readonly string[];
}

/** Something of the schema that the defaults name. */
interface Named {
  readonly path: Path;
  readonly noun: 'an argument' | 'a result';
  readonly text: string;
  /** Without it pages would be read wrongly; without the others more is worked out here. */
  readonly spoils: boolean;
  readonly overridden: (own: ListOverrides) => boolean;
  readonly missing: (list: List) => Missing | undefined;
}

function namedIn({ page, filter, sort, count }: ListOverrides, upstream: Upstream): Named[] {
  const found: Named[] = [];
  const argument = (path: Path, text: string, rest: Pick<Named, 'spoils' | 'overridden'>): void => {
    const missing: Named['missing'] = ({ location }) => missingArgument(location, text);
    found.push({ path, noun: 'an argument', text, missing, ...rest });
  };
  const result = (path: Path, text: string, rest: Pick<Named, 'spoils' | 'overridden'>): void => {
    const missing: Named['missing'] = ({ location }) => missingResult(location, text, upstream);
    found.push({ path, noun: 'a result', text, missing, ...rest });
  };
  // A collection that names another size or page number has another paging altogether.
  const ownPage =
    (name: string) =>
    ({ page: own }: ListOverrides): boolean =>
      own === null ||
      (own !== undefined &&
        (own.size !== undefined || own.page !== undefined || (own as Record<string, unknown>)[name] != null));
  for (const name of ['size', 'offset', 'page', 'cursor'] as const)
    if (typeof page?.[name] === 'string')
      argument(['page', name], page[name], { spoils: true, overridden: ownPage(name) });
  for (const name of ['next', 'more', 'pages'] as const)
    if (typeof page?.[name] === 'string')
      result(['page', name], page[name], { spoils: name === 'next', overridden: ownPage(name) });
  if (filter?.at !== undefined)
    argument(['filter', 'at'], filter.at, {
      spoils: false,
      overridden: ({ filter: own }) => own === null || own?.at !== undefined,
    });
  if (sort?.at !== undefined)
    argument(['sort', 'at'], sort.at, {
      spoils: false,
      overridden: ({ sort: own }) => own === null || own?.at !== undefined,
    });
  if (count !== undefined && count !== null)
    found.push(namedCount(typeof count === 'string' ? { path: count } : count, typeof count, upstream));
  return found;
}

function namedCount(count: CountStyle, form: string, upstream: Upstream): Named {
  const path = form === 'string' ? ['count'] : ['count', count.field === undefined ? 'path' : 'field'];
  return {
    path,
    noun: 'a result',
    text: count.field ?? count.path,
    spoils: false,
    overridden: (own) => own.count !== undefined,
    missing({ location, mapping }) {
      if (count.field === undefined) return missingResult(location, count.path, upstream);
      const listField = location.steps.map((step) => step.name).join('.');
      const sibling = locate(
        upstream.schema,
        String(renderTemplate(count.field, nameSlots(listField, mapping.type))),
      );
      return isMissing(sibling) ? sibling : undefined;
    },
  };
}

function missingArgument(location: Location, text: string): Missing | undefined {
  const address = parseAddress(text);
  const step = stepOf(location, address.step);
  if (!step) return { name: address.step!, candidates: location.steps.map((each) => each.name) };
  const [argument, ...members] = address.path;
  if (argument === undefined) return undefined;
  let type = typeAt(location, { step: address.step, path: [argument] });
  if (!type) return { name: argument, candidates: step.field.args.map((each) => each.name) };
  for (const name of members) {
    const owner = getNamedType(type);
    const inner = memberType(type, name);
    if (!inner) return { name, candidates: isInputObjectType(owner) ? Object.keys(owner.getFields()) : [] };
    type = inner;
  }
  return undefined;
}

function missingResult(location: Location, text: string, { schema }: Upstream): Missing | undefined {
  const beside = text.startsWith('../');
  let type = beside ? (location.steps.at(-2)?.field.type ?? schema.getQueryType()!) : location.field.type;
  for (const part of (beside ? text.slice(3) : text).split('.').filter((each) => each !== '')) {
    const owner: unknown = getNamedType(type);
    const inner = resultType(type, part);
    if (!inner) {
      const fields = isObjectType(owner) || isInterfaceType(owner) ? Object.keys(owner.getFields()) : [];
      return { name: part.replace(/\[\]$/, ''), candidates: fields };
    }
    type = inner;
  }
  return undefined;
}
