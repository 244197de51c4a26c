/** The kind of value behind a leaf type, as far as filters are concerned: from its name, since scalars say no more. */
import { type GraphQLNamedType, isEnumType, isScalarType } from 'graphql';
import type { ValueKind } from '../../styles/vocabulary.js';

const patterns: readonly (readonly [ValueKind, RegExp])[] = [
  ['boolean', /^bool/i],
  ['id', /^(_?id|uuid|guid|objectid)$/i],
  ['id', /[a-z](ID|Id)$/],
  ['time', /^(local|plain)?_?time(_?of_?day|tz|type)?$/i],
  ['time', /^(AWS|Local|Plain)Time(Of.*)?$/],
  [
    'date',
    /date|timestamp|instant|iso8601|^calendarday$|^(aws|local|offset|zoned)?datetime(type|tz)?$|^_?(plain)?date(type)?$/i,
  ],
  ['json', /json|^any$|^object$|^map$|scalar$|^mixed$|^record$|^hash$/i],
  [
    'number',
    /^_?(u|unsigned|big|small|tiny|positive|negative|non(positive|negative))*_?(int(eger)?|float|long|short|byte|decimal|numeric|double|real|number|money|currency)(eger|type|[0-9]+)?$/i,
  ],
  [
    'number',
    /^(decimal|big_?(int|decimal|float)|bigdecimal|float8?|positivedecimal|weight|year|[a-z]*decimal|money)$/i,
  ],
];

export function leafKind(type: GraphQLNamedType): ValueKind {
  if (isEnumType(type)) return 'enum';
  if (!isScalarType(type)) return 'json';
  for (const [kind, pattern] of patterns) if (pattern.test(type.name)) return kind;
  return 'text';
}
