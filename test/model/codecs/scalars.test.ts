import { describe, expect, it } from 'vitest';
import { isPlainText, scalarKind } from '../../../src/model/codecs/scalars.js';

const table: Record<string, string> = {
  text: 'String NonEmptyString Slug Locale AWSPhone',
  id: 'ID',
  uuid: 'UUID uuid Uuid GUID',
  url: 'URL URI AWSURL',
  html: 'HTML RichText',
  color: 'Color HexColor',
  email: 'Email EmailAddress AWSEmail',
  int32: 'Int PositiveInt smallint Short',
  float: 'Float float8 Double',
  single: 'float4 real',
  decimal: 'Decimal BigFloat numeric BigDecimal Money PositiveDecimal',
  bigint: 'BigInt bigint Long UnsignedInt64 bigserial Int64',
  epochSeconds: 'AWSTimestamp',
  boolean: 'Boolean bool',
  dateTime: 'DateTime Datetime timestamptz AWSDateTime ISO8601DateTime DateTimeISO',
  localDateTime: 'timestamp LocalDateTime',
  date: 'Date AWSDate CalendarDay TimelessDate',
  time: 'Time LocalTime',
  timetz: 'timetz AWSTime',
  json: 'JSON jsonb JSONObject GenericScalar Json',
  jsonText: 'AWSJSON JSONString',
  // citext compares without case, bpchar without trailing blanks: not plain text.
  unknown: 'citext bpchar Duration Cursor _Any constructor toString DateTimeOrDuration',
};

describe('kinds of scalars', () => {
  const rows = Object.entries(table).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind]));
  it.each(rows)('%s is %s', (name, kind) => {
    expect(scalarKind(name!)).toBe(kind);
  });

  it('reads Time by its neighbours', () => {
    expect(scalarKind('Time', ['Time', 'Date', 'DateTime'])).toBe('time');
    expect(scalarKind('Time', ['Time', 'Date', 'ID', 'String'])).toBe('dateTime');
  });

  it('trusts only plain texts with text operators', () => {
    expect(Object.keys(table).filter((kind) => isPlainText(kind as never))).toEqual([
      'text',
      'url',
      'html',
      'color',
      'email',
    ]);
  });
});
