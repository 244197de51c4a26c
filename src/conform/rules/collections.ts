/** What the server tells of itself (sections 4.11, 4.15, 6). */
import { isObject } from '../../wix/json.js';
import { dataOperations, fieldTypes, queryOperators } from '../../wix/protocol.js';
import { systemFields } from '../../wix/system-fields.js';
import { collectionIdOf, listOf, rawCollections } from '../collections.js';
import { type Check, type Rule, type RuleLevel, serverRule } from '../rule.js';
import { bodyOf, type Exchange, notSuccess, paths, type ServerUnderTest } from '../server.js';

type Raw = Record<string, unknown>;

const askAll = (server: ServerUnderTest, collectionIds: readonly string[] = []): Promise<Exchange> =>
  server.ask(paths.collections, { collectionIds });

/** Asks for all collections, and says of the first that is wrong why it is. */
function shapeRule(
  name: string,
  level: RuleLevel,
  section: string,
  what: string,
  wrongOf: (collection: Raw, fields: readonly Raw[]) => string | undefined,
): Rule {
  return serverRule(`collection.${name}`, level, section, what, async (server, check) => {
    const exchange = await askAll(server);
    const wrong = rawCollections(exchange).flatMap((each) => {
      const found = wrongOf(each, listOf(each.fields).filter(isObject));
      return found === undefined ? [] : `${found} in ${collectionIdOf(each) ?? 'a collection'}`;
    });
    check(exchange, notSuccess(exchange) ?? wrong[0]);
    return undefined;
  });
}

const writing: readonly unknown[] = ['INSERT', 'UPDATE', 'REMOVE', 'TRUNCATE'];

function otherMember(values: unknown, known: readonly string[]): string | undefined {
  if (!Array.isArray(values)) return 'a list';
  const other = values.find((each) => !known.includes(each as string));
  return other === undefined
    ? undefined
    : `none but ${known.slice(0, 3).join(', ')} …, not ${JSON.stringify(other)}`;
}

/** Options without which Wix does not know where a reference leads. */
function missingTarget({
  key,
  type,
  singleReferenceOptions: single,
  multiReferenceOptions: multi,
}: Raw): string | undefined {
  const options =
    type === 'REFERENCE' ? single : type === 'MULTI_REFERENCE' ? multi : { referencedCollectionId: '-' };
  const name = type === 'REFERENCE' ? 'singleReferenceOptions' : 'multiReferenceOptions';
  const target = isObject(options) ? options.referencedCollectionId : undefined;
  return typeof target === 'string' && target !== ''
    ? undefined
    : `${name}.referencedCollectionId of ${String(key)}`;
}

async function askSome(server: ServerUnderTest, check: Check, more: readonly string[]): Promise<void> {
  const [first] = rawCollections(await askAll(server)).flatMap((each) => collectionIdOf(each) ?? []);
  const exchange = await askAll(server, [...(first === undefined ? [] : [first]), ...more]);
  const ids = rawCollections(exchange).map(collectionIdOf);
  const right = ids.length === (first === undefined ? 0 : 1) && ids[0] === first;
  check(
    exchange,
    notSuccess(exchange) ?? (right ? undefined : `only the collection ${first}, not ${ids.join(', ')}`),
  );
}

export const collectionRules: readonly Rule[] = [
  shapeRule(
    'fields',
    'must',
    '6.2',
    'Every collection has an id, and fields of which each has a key of its own and a known type.',
    (collection, fields) => {
      if (collectionIdOf(collection) === undefined) return 'an id';
      const keys = fields.map(({ key }) => key);
      if (keys.some((key) => typeof key !== 'string' || key === '')) return 'a key of every field';
      if (new Set(keys).size < keys.length) return 'different keys';
      const other = fields.find(({ type }) => !fieldTypes.includes(type as (typeof fieldTypes)[number]));
      return other === undefined
        ? undefined
        : `a known type of ${String(other.key)}, not ${JSON.stringify(other.type)}`;
    },
  ),
  shapeRule('id', 'must', '6.5', 'Every collection has the field _id, a TEXT.', (_, fields) =>
    fields.some(({ key, type }) => key === '_id' && type === 'TEXT') ? undefined : 'a field _id of type TEXT',
  ),
  shapeRule(
    'operations',
    'must',
    '6.3',
    'Every collection lists its dataOperations, QUERY among them.',
    ({ capabilities }) => {
      const operations = isObject(capabilities) ? capabilities.dataOperations : undefined;
      return (
        otherMember(operations, dataOperations) ??
        (listOf(operations).includes('QUERY') ? undefined : 'QUERY')
      );
    },
  ),
  shapeRule(
    'operators',
    'must',
    '6.2',
    'Every field lists its queryOperators: without a list Wix offers none.',
    (_, fields) => {
      for (const { key, capabilities } of fields) {
        const wrong = otherMember(
          isObject(capabilities) ? capabilities.queryOperators : undefined,
          queryOperators,
        );
        if (wrong !== undefined) return `queryOperators of ${String(key)}: ${wrong}`;
      }
      return undefined;
    },
  ),
  shapeRule('references', 'must', '6.2', 'Fields that refer say to which collection.', (_, fields) =>
    fields.map(missingTarget).find((each) => each !== undefined),
  ),
  shapeRule('paging', 'must', '6.1', 'pagingMode is OFFSET or CURSOR.', ({ pagingMode }) =>
    pagingMode === 'OFFSET' || pagingMode === 'CURSOR'
      ? undefined
      : `OFFSET or CURSOR, not ${JSON.stringify(pagingMode)}`,
  ),
  shapeRule(
    'writable',
    'must',
    '6.5',
    'A collection that can be written has all four system fields: without them Wix takes it as read-only.',
    ({ capabilities }, fields) => {
      const operations = isObject(capabilities) ? listOf(capabilities.dataOperations) : [];
      const missing = systemFields.filter((name) => !fields.some(({ key }) => key === name));
      return missing.length === 0 || !operations.some((each) => writing.includes(each))
        ? undefined
        : `no writing operations, or the fields ${missing.join(', ')}`;
    },
  ),
  serverRule(
    'collection.chosen',
    'must',
    '4.11',
    'collectionIds chooses collections.',
    async (server, check) => {
      await askSome(server, check, []);
      return undefined;
    },
  ),
  serverRule(
    'collection.unknown',
    'should',
    '4.11',
    'Unknown ids in collectionIds are left out, and no error.',
    async (server, check) => {
      await askSome(server, check, ['thereIsNoSuchCollection']);
      return undefined;
    },
  ),
  serverRule(
    'capability.modifications',
    'must',
    '4.15',
    'capabilities/get says whether collections can be changed.',
    async (server, check) => {
      const exchange = await server.ask(paths.capabilities, {});
      const { supportsCollectionModifications: supports } = bodyOf(exchange);
      check(
        exchange,
        notSuccess(exchange) ??
          (typeof supports === 'boolean' ? undefined : 'true or false in supportsCollectionModifications'),
      );
      return undefined;
    },
  ),
  serverRule(
    'capability.types',
    'must',
    '4.15',
    'supportedFieldTypes holds known types, where it is there.',
    async (server, check) => {
      const exchange = await server.ask(paths.capabilities, {});
      const { supportedFieldTypes: types } = bodyOf(exchange);
      check(
        exchange,
        notSuccess(exchange) ?? (types === undefined ? undefined : otherMember(types, fieldTypes)),
      );
      return undefined;
    },
  ),
];
