/**
 * What the leaf types of GraphQL APIs hold. The five built-in scalars are fixed by the GraphQL specification; all
 * others are names that servers choose, so this is a table of habits: what Hasura, PostGraphile, Shopify,
 * Saleor, AppSync, Strapi, GitLab and others are known to mean. A name that is not here is `unknown`: shown as text, but
 * never compared upstream, because nothing is known about how the upstream compares it.
 */

export type ScalarKind =
  | 'text'
  | 'id'
  | 'uuid'
  | 'url'
  | 'html'
  | 'color'
  | 'email'
  /** A whole number of 32 bits. */
  | 'int32'
  /** A double. */
  | 'float'
  /** A float of 32 bits: shown with fewer digits than it compares with, so never compared upstream. */
  | 'single'
  /** A decimal number of any precision, as a JSON text or number. */
  | 'decimal'
  /** A whole number of 64 bits or more, as a JSON text or number. */
  | 'bigint'
  /** A whole number of seconds since 1970. */
  | 'epochSeconds'
  /** A whole number of milliseconds since 1970. */
  | 'epochMilliseconds'
  | 'boolean'
  /** A moment, ISO 8601, with or without zone; without it is UTC. */
  | 'dateTime'
  /** As dateTime, but operands may carry no zone. */
  | 'localDateTime'
  /** A calendar day. */
  | 'date'
  /** A time of day. */
  | 'time'
  /** A time of day with an offset. */
  | 'timetz'
  | 'json'
  /** A text that holds JSON. */
  | 'jsonText'
  | 'enum'
  | 'unknown';

/** Lower-case names. One line a kind. */
const names: Readonly<Partial<Record<ScalarKind, string>>> = {
  text:
    'String text varchar name NonEmptyString PhoneNumber Phone AWSPhone Locale LanguageCode CountryCode Country ' +
    'Currency CurrencyCode PostalCode Slug FormattedString Markdown Base64String IPAddress AWSIPAddress SafeInlineString',
  id: 'ID',
  uuid: 'UUID GUID uniqueidentifier NauticalUUID',
  url: 'URL URI AWSURL Url HttpUrl',
  html: 'HTML RichText HtmlString',
  color: 'Color HexColor HexColorCode HexColorString',
  email: 'Email EmailAddress AWSEmail',
  int32:
    'Int int4 integer smallint int2 Short Byte SafeInt PositiveInt NonNegativeInt UnsignedInt NegativeInt NonPositiveInt Year ' +
    'Int16 Int8 Int32 serial',
  float: 'Float Double float8 Number PositiveFloat NonNegativeFloat double_precision',
  single: 'float4 real Single',
  decimal:
    'Decimal BigFloat numeric BigDecimal Money money PositiveDecimal NonNegativeDecimal WeightScalar Decimal128 UnsignedDecimal',
  bigint: 'BigInt bigint int8 Long Int64 UnsignedInt64 bigserial UInt64 UnsignedLong BigInteger HugeInt',
  epochSeconds: 'AWSTimestamp UnixTimestamp EpochSeconds',
  boolean: 'Boolean bool',
  dateTime:
    'DateTime Datetime timestamptz AWSDateTime ISO8601DateTime DateTimeISO PreciseDateTime GitTimestamp OffsetDateTime ' +
    'ZonedDateTime Instant DateTimeTz DateTimeUtc UTCDateTime ISODateTime datetimeoffset',
  localDateTime: 'timestamp LocalDateTime NaiveDateTime datetime2 smalldatetime',
  date: 'Date AWSDate CalendarDay LocalDate ISO8601Date TimelessDate Day NaiveDate DateOnly',
  time: 'Time LocalTime TimeOfDay NaiveTime TimeOnly',
  timetz: 'timetz AWSTime OffsetTime',
  json: 'JSON jsonb JSONObject GenericScalar Json JSONB JsonObject JsonScalar JsonNode Object Metadata',
  jsonText: 'AWSJSON JSONString JsonString',
};

const byName: ReadonlyMap<string, ScalarKind> = new Map(
  Object.entries(names).flatMap(([kind, list]) =>
    list.split(' ').map((name): [string, ScalarKind] => [name.toLowerCase(), kind as ScalarKind]),
  ),
);

/**
 * The kind of a leaf type by its name, whatever its case. `schemaScalars` are the names of all scalars of the schema:
 * a `Time` in a schema that has no other date-time scalar is a date-time (GitLab, Go servers), else a time of
 * day (Strapi).
 */
export function scalarKind(name: string, schemaScalars?: Iterable<string>): ScalarKind {
  const kind = byName.get(name.toLowerCase()) ?? 'unknown';
  if (name.toLowerCase() === 'time' && schemaScalars !== undefined) {
    const moments = [...schemaScalars].some((each) => {
      const other = byName.get(each.toLowerCase());
      return other === 'dateTime' || other === 'localDateTime';
    });
    return moments ? 'time' : 'dateTime';
  }
  return kind;
}

/** What graphql-scalars writes in the descriptions of scalars whose names others use for something else. */
const descriptions: readonly (readonly [RegExp, ScalarKind])[] = [
  [/number of milliseconds from start of UNIX epoch/, 'epochMilliseconds'],
  [/`full-time` format outlined in section 5\.6 of the RFC 3339/, 'timetz'],
  [/byte value as a Buffer/, 'json'],
];

/** The kind of a scalar by what its schema says of it, where that is clearer than the name. */
export function describedKind(description: string | null | undefined): ScalarKind | undefined {
  if (!description) return undefined;
  return descriptions.find(([pattern]) => pattern.test(description))?.[1];
}

/** Kinds whose JSON form is a text that means nothing but itself, and that upstreams compare as text. */
export function isPlainText(kind: ScalarKind): boolean {
  return kind === 'text' || kind === 'url' || kind === 'html' || kind === 'color' || kind === 'email';
}
