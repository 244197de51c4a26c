/**
 * What scalars take as input. The five of GraphQL: by its rules for variables, nothing is converted. Others by their
 * habitual names (graphql-scalars, AWS AppSync and their like): their parsers refuse texts of another form, and the
 * whole request with them. A form that is narrower than the parser's costs a look at the rows here, a wider one an error.
 */
import type { Json } from '../../styles/vocabulary.js';
import { scalarKind } from '../codecs/scalars.js';

export interface ScalarInput {
  readonly words: string;
  readonly takes: (value: Json) => boolean;
}

export const builtInInputs: Readonly<Record<string, ScalarInput>> = {
  Int: {
    words: 'a whole number of 32 bits',
    takes: (value) =>
      typeof value === 'number' && value === Math.trunc(value) && value >= -(2 ** 31) && value < 2 ** 31,
  },
  Float: { words: 'a number', takes: (value) => typeof value === 'number' },
  Boolean: { words: 'true or false', takes: (value) => typeof value === 'boolean' },
  String: { words: 'a text', takes: (value) => typeof value === 'string' },
  ID: {
    words: 'a text or a whole number',
    takes: (value) => typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value)),
  },
};

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
export function scalarTakes(name: string): ScalarInput['takes'] | undefined {
  if (Object.hasOwn(builtInInputs, name)) return builtInInputs[name]!.takes;
  const form = named.get(name.toLowerCase());
  if (form) return form;
  switch (scalarKind(name)) {
    case 'int32':
      return builtInInputs.Int!.takes;
    case 'boolean':
      return builtInInputs.Boolean!.takes;
    case 'uuid':
    case 'date':
    case 'dateTime':
    case 'localDateTime':
    case 'time':
    case 'timetz':
    case 'decimal':
    case 'bigint':
      return (value) => typeof value === 'string' || typeof value === 'number';
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
