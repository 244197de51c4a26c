/** Lists of many values are sent in parts, of every field and not of ids alone. */
import { describeSent } from '../../explain/sent-cases.js';

const values = Array.from({ length: 250 }, (_, index) => index);
const parts = [values.slice(0, 100), values.slice(100, 200), values.slice(200)];
const texts = parts.map((part) => part.map((each) => `t${each}`));

describeSent('hasura', [
  [{ quantity: { $in: values } }, { _or: parts.map((_in) => ({ quantity: { _in } })) }, 'exact'],
  [{ sku: { $nin: texts.flat() } }, { _and: texts.map((_nin) => ({ sku: { _nin } })) }, 'exact'],
]);

describeSent('postgraphile4', [
  [{ tags: { $hasSome: texts.flat() } }, { or: texts.map((overlaps) => ({ tags: { overlaps } })) }, 'exact'],
  [{ tags: { $hasAll: texts.flat() } }, { and: texts.map((contains) => ({ tags: { contains } })) }, 'exact'],
]);
