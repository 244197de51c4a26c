import { describe, expect, it } from 'vitest';
import { inferFieldType, inferSemanticType, type SemanticEvidence } from '../../../src/model/codecs/infer.js';

const scalar = (typeName: string, isList = false) => inferFieldType({ typeName, leafKind: 'scalar', isList });

describe('field type by GraphQL type', () => {
  it.each([
    ['String', 'TEXT', 'ARRAY_STRING'],
    ['ID', 'TEXT', 'ARRAY_STRING'],
    ['UUID', 'TEXT', 'ARRAY_STRING'],
    ['Int', 'NUMBER', 'ARRAY'],
    ['Float', 'NUMBER', 'ARRAY'],
    ['BigInt', 'NUMBER', 'ARRAY'],
    ['Decimal', 'NUMBER', 'ARRAY'],
    ['Boolean', 'BOOLEAN', 'ARRAY'],
    ['DateTime', 'DATETIME', 'ARRAY'],
    ['AWSTimestamp', 'DATETIME', 'ARRAY'],
    ['Date', 'DATE', 'ARRAY'],
    ['AWSTime', 'TIME', 'ARRAY'],
    ['URL', 'URL', 'ARRAY_STRING'],
    ['HTML', 'RICH_TEXT', 'ARRAY_STRING'],
    ['JSON', 'ANY', 'ARRAY'],
    ['JSONObject', 'OBJECT', 'ARRAY'],
    ['Mystery', 'TEXT', 'ARRAY_STRING'],
  ])('%s is %s, a list of it %s', (name, one, list) => {
    expect(scalar(name)).toBe(one);
    expect(scalar(name, true)).toBe(list);
  });

  it('knows enums and objects', () => {
    expect(inferFieldType({ typeName: 'Status', leafKind: 'enum', isList: false })).toBe('TEXT');
    expect(inferFieldType({ typeName: 'Status', leafKind: 'enum', isList: true })).toBe('ARRAY_STRING');
    // The name of an object type is no scalar name.
    expect(inferFieldType({ typeName: 'Date', leafKind: 'object', isList: false })).toBe('OBJECT');
    expect(inferFieldType({ typeName: 'Date', leafKind: 'object', isList: true })).toBe('ARRAY');
  });
});

describe('field type by name, for generated mappings', () => {
  const cases: [string, string, Partial<SemanticEvidence>][] = [
    ['imageUrl', 'IMAGE', {}],
    ['image.url', 'IMAGE', {}],
    ['media.coverPhoto.src', 'IMAGE', {}],
    ['avatarURL', 'IMAGE', {}],
    ['url', 'URL', {}],
    ['website', 'URL', {}],
    ['video.url', 'VIDEO', {}],
    ['audioUrl', 'AUDIO', {}],
    ['avatar', 'TEXT', {}],
    ['avatar', 'IMAGE', { samples: ['https://example.com/a.png'] }],
    ['avatar', 'TEXT', { samples: ['a.png'] }],
    ['website', 'TEXT', { samples: ['none'] }],
    ['curl', 'TEXT', {}],
    ['imageCount', 'TEXT', {}],
    ['body', 'TEXT', {}],
    ['body', 'RICH_TEXT', { description: 'The HTML of the page.' }],
    ['body', 'RICH_TEXT', { samples: ['<p>Hello</p>'] }],
    ['descriptionHtml', 'RICH_TEXT', {}],
    ['descriptionHtml', 'TEXT', { samples: ['no tags'] }],
    ['image', 'IMAGE', { typeName: 'URL' }],
    ['price', 'NUMBER', { typeName: 'Decimal' }],
    ['imageUrls', 'ARRAY_STRING', { isList: true }],
  ];
  it.each(cases)('%s is %s given %j', (path, type, more) => {
    const fieldName = path.split('.').at(-1)!;
    expect(
      inferSemanticType({ typeName: 'String', leafKind: 'scalar', isList: false, fieldName, path, ...more }),
    ).toBe(type);
  });
});
