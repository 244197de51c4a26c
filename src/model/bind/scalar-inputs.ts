/**
 * What scalars take as input: the five of GraphQL by its rules, others by their
 * habitual names (graphql-scalars, AWS AppSync and their like): their parsers refuse texts of another form, and the
 * whole request with them. A form that is narrower than the parser's costs a look at the rows here, a wider one an error.
 */
import { builtInInputs, type ScalarInput } from '../../styles/judge-input.js';
import type { Json } from '../../styles/vocabulary.js';
import { scalarKind } from '../codecs/scalars.js';

const matching =
  (form: RegExp): ScalarInput['takes'] =>
  (value) =>
    typeof value === 'string' && form.test(value);

const email = matching(
  /^[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z]{2,})+$/,
);
const address = (value: Json): boolean =>
  typeof value === 'string' && /^https?:\/\/[\w.-]+(?:[:/?#]\S*)?$/.test(value) && URL.canParse(value);
const phone = matching(/^\+[1-9]\d{6,14}$/);
const ipv4 = matching(/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/);
const colour = matching(/^#[0-9a-f]{6}$/i);
const present = matching(/\S/);

const textOrNumber: ScalarInput = {
  words: 'a text or a number',
  takes: (value) => typeof value === 'string' || typeof value === 'number',
};

/** By lower-case names. */
const named: ReadonlyMap<string, ScalarInput['takes']> = new Map(
  (
    [
      ['Email EmailAddress AWSEmail', email],
      ['URL URI AWSURL HttpUrl', address],
      ['PhoneNumber Phone AWSPhone', phone],
      ['IPAddress AWSIPAddress IP IPv4', ipv4],
      ['HexColor HexColorCode HexColorString', colour],
      ['NonEmptyString', present],
      ['CountryCode', matching(/^[A-Z]{2}$/)],
      ['Currency CurrencyCode', matching(/^[A-Z]{3}$/)],
      ['Locale', matching(/^[a-z]{2}(?:-[A-Z]{2})?$/)],
      ['PostalCode', matching(/^\d{5}$/)],
    ] as const
  ).flatMap(([names, takes]) => names.split(' ').map((name) => [name.toLowerCase(), takes] as const)),
);

/** undefined: nothing is known of what it refuses. */
export function scalarInput(name: string): ScalarInput | undefined {
  if (Object.hasOwn(builtInInputs, name)) return builtInInputs[name];
  const form = named.get(name.toLowerCase());
  if (form) return { words: 'a value of its form', takes: form };
  switch (scalarKind(name)) {
    case 'int32':
      return builtInInputs.Int;
    case 'boolean':
      return builtInInputs.Boolean;
    case 'uuid':
    case 'date':
    case 'dateTime':
    case 'localDateTime':
    case 'time':
    case 'timetz':
    case 'decimal':
    case 'bigint':
      return textOrNumber;
    case 'unknown':
    case 'enum':
    case 'text':
    case 'id':
    case 'json':
    case 'url':
    case 'html':
    case 'color':
    case 'email':
    case 'float':
    case 'single':
    case 'epochSeconds':
    case 'epochMilliseconds':
    case 'jsonText':
      return undefined;
  }
}
