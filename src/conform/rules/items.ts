/** Items as they are answered: their ids, their values by type (section 8), and the fields that are asked for (5.4). */
import { hasDateShape, parseDate, parseTime } from '../../wix/dates.js';
import { type Item, isMissing, isObject, preview } from '../../wix/json.js';
import type { FieldType } from '../../wix/protocol.js';
import { systemFields } from '../../wix/system-fields.js';
import type { KnownField } from '../collections.js';
import { type CollectionRule, collectionRule } from '../rule.js';
import { askItems, type ItemSample, idOf, itemsOf } from '../sample.js';
import { type Exchange, notSuccess } from '../server.js';

const isText = (value: unknown): boolean => typeof value === 'string';
const isList = (value: unknown): boolean => Array.isArray(value);

/** Of each type that has one form. */
const forms: Partial<Readonly<Record<FieldType, (value: unknown) => boolean>>> = {
  TEXT: isText,
  URL: isText,
  RICH_TEXT: isText,
  LANGUAGE: isText,
  IMAGE: isText,
  VIDEO: isText,
  AUDIO: isText,
  DOCUMENT: isText,
  REFERENCE: isText,
  NUMBER: (value) => typeof value === 'number',
  BOOLEAN: (value) => typeof value === 'boolean',
  DATE: (value) => typeof value === 'string' && parseDate(value) === value,
  TIME: (value) => typeof value === 'string' && parseTime(value) !== undefined,
  DATETIME: hasDateShape,
  OBJECT: isObject,
  ADDRESS: isObject,
  RICH_CONTENT: isObject,
  ARRAY: isList,
  ARRAY_DOCUMENT: isList,
  MEDIA_GALLERY: isList,
  ARRAY_STRING: (value) => Array.isArray(value) && value.every(isText),
};

/** As much as a page of a site asks for. */
const somePage = (sample: ItemSample): Promise<Exchange> =>
  askItems(sample, { paging: { limit: Math.min(50, sample.pageSize), offset: 0 } });

function firstWrong(
  exchange: Exchange,
  fields: readonly KnownField[],
  isWrong: (value: unknown, field: KnownField) => boolean,
  what: (field: KnownField) => string,
): string | undefined {
  for (const item of itemsOf(exchange))
    for (const field of fields) {
      const value = item[field.key];
      if (!isMissing(value) && isWrong(value, field))
        return `${what(field)} in ${field.key} of ${JSON.stringify(item._id)}, not ${preview(value, 200)}`;
    }
  return undefined;
}

/** ISO 8601 in UTC with milliseconds; years beyond four digits have a sign and six. */
const instant = /^(\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function isOtherInstant(value: unknown): boolean {
  return !hasDateShape(value) || typeof value.$date !== 'string' || !instant.test(value.$date);
}

/** Members besides those that were asked for, and asked members that the item has otherwise but not here. */
function notProjected(actual: Item, whole: Item, names: readonly string[]): string | undefined {
  const allowed = new Set([...systemFields, ...names]);
  const extra = Object.keys(actual).filter((key) => !allowed.has(key));
  if (extra.length > 0) return `only ${names.join(', ')} and _id, not ${extra.slice(0, 5).join(', ')} too`;
  const lacks = ['_id', ...names].filter((key) => !isMissing(whole[key]) && isMissing(actual[key]));
  return lacks.length === 0 ? undefined : `${lacks.join(', ')} in ${JSON.stringify(idOf(whole))}`;
}

async function askProjected(
  sample: ItemSample,
  fields: readonly string[],
): Promise<readonly [Exchange, string | undefined]> {
  const exchange = await askItems(sample, { fields, paging: { limit: 20, offset: 0 } });
  const failed = notSuccess(exchange);
  if (failed !== undefined) return [exchange, failed];
  const known = new Map(sample.items.map((item) => [item._id, item]));
  const names = fields.filter((name) => sample.fields.some(({ key }) => key === name));
  for (const item of itemsOf(exchange)) {
    const whole = known.get(item._id);
    const wrong = whole === undefined ? 'an item of the list with its _id' : notProjected(item, whole, names);
    if (wrong !== undefined) return [exchange, wrong];
  }
  return [exchange, itemsOf(exchange).length > 0 ? undefined : 'items'];
}

const unknownName = 'thereIsNoSuchField';

export const itemRules: readonly CollectionRule[] = [
  collectionRule(
    'item.id',
    'must',
    '9.3',
    'Every item has an _id, a text that is not empty; no two have the same.',
    async (sample, check) => {
      const exchange = await somePage(sample);
      const ids = itemsOf(exchange).map(({ _id }) => _id);
      const nameless = ids.filter((id) => typeof id !== 'string' || id === '').length;
      const twice = ids.length - new Set(ids).size;
      const wrong =
        nameless > 0
          ? `an _id in every item, but ${nameless} have none`
          : twice > 0
            ? `each _id once, but ${twice} came twice`
            : undefined;
      check(exchange, notSuccess(exchange) ?? wrong);
      return undefined;
    },
  ),
  collectionRule(
    'item.types',
    'must',
    '8',
    'Values have the form of the type of their field.',
    async (sample, check) => {
      const exchange = await somePage(sample);
      const isWrong = (value: unknown, { type }: KnownField): boolean =>
        type !== undefined && forms[type]?.(value) === false;
      check(
        exchange,
        firstWrong(exchange, sample.fields, isWrong, ({ type }) => `a value of ${type}`),
      );
      return undefined;
    },
  ),
  collectionRule(
    'item.dates',
    'must',
    '8',
    'A DATETIME is {"$date": …} in UTC, with milliseconds and Z.',
    async (sample, check) => {
      const fields = sample.fields.filter(({ type }) => type === 'DATETIME');
      if (fields.length === 0) return 'no field is a DATETIME';
      const exchange = await somePage(sample);
      check(
        exchange,
        firstWrong(exchange, fields, isOtherInstant, () => '{"$date": "YYYY-MM-DDThh:mm:ss.sssZ"}'),
      );
      return undefined;
    },
  ),
  collectionRule(
    'item.by-id',
    'must',
    '4.1',
    'A condition on _id finds that item with all its values.',
    async (sample, check) => {
      const { draw, items, questions } = sample;
      for (const item of draw.some(items, questions)) {
        const exchange = await askItems(sample, { filter: { _id: { $eq: idOf(item) } } });
        const found = itemsOf(exchange);
        const right = found.length === 1 && JSON.stringify(found[0]) === JSON.stringify(item);
        const wanted = `the item ${JSON.stringify(idOf(item))} as it is in the list`;
        check(exchange, notSuccess(exchange) ?? (right ? undefined : wanted));
      }
      return 'there are no items';
    },
  ),
  collectionRule(
    'item.absent',
    'must',
    '4.1',
    'An _id that is not there gives no items, and no error.',
    async (sample, check) => {
      const exchange = await askItems(sample, { filter: { _id: { $eq: sample.server.world.id() } } });
      const { length } = itemsOf(exchange);
      check(exchange, notSuccess(exchange) ?? (length === 0 ? undefined : `no items, not ${length}`));
      return undefined;
    },
  ),
  collectionRule(
    'item.fields',
    'must',
    '5.4',
    'query.fields gives these fields and _id, and leaves the others out.',
    async (sample, check) => {
      const names = sample.fields.map(({ key }) => key).filter((key) => key !== '_id');
      for (let asked = 0; asked < Math.min(3, names.length); asked += 1)
        check(...(await askProjected(sample, sample.draw.some(names, 1 + asked))));
      return 'there are no fields';
    },
  ),
  collectionRule(
    'item.unknown-fields',
    'should',
    '5.4',
    'Unknown names in query.fields are ignored; where all are, only _id comes.',
    async (sample, check) => {
      const names = sample.fields.map(({ key }) => key).filter((key) => key !== '_id');
      for (const fields of [[unknownName], [unknownName, ...sample.draw.some(names, 1)]])
        check(...(await askProjected(sample, fields)));
      return undefined;
    },
  ),
];
