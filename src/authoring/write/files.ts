/** Proposed mappings as the texts of files. */
import { posix } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { jsonSchemaText, mappingJsonSchemas } from '../../mapping/json-schema.js';
import { defaultUpstream, upstreamFileName } from '../../mapping/read.js';
import type { CollectionMapping } from '../../mapping/schema.js';
import type { Json } from '../../styles/vocabulary.js';
import type { ProposedCollection } from '../propose/collection.js';
import type { Proposal } from '../propose/proposal.js';
import { collectionJsonSchema } from './api-schema.js';
import { type DisabledBlock, printYaml, type YamlComment } from './write-yaml.js';

export interface OutputFile {
  /** Relative to the mappings directory, with forward slashes. */
  readonly name: string;
  readonly text: string;
}

/** Editors complete and check with the JSON Schemas that stand beside the files. */
const schemaFolder = '.schemas';

function schemaLine(name: string, nested: boolean): string {
  return `yaml-language-server: $schema=${nested ? '../' : ''}${schemaPath(name)}`;
}

function schemaPath(name: string): string {
  return posix.join(schemaFolder, `${name}.schema.json`);
}

/** The schema that a collection file of this API names in its first line. */
export function apiSchemaFile(
  schema: GraphQLSchema,
  collection: Pick<CollectionMapping, 'collection' | 'type' | 'list'>,
): OutputFile {
  const { collection: id } = collection;
  return {
    name: schemaPath(ownSchema(id)),
    text: jsonSchemaText(collectionJsonSchema(schema, collection)),
  };
}

/** A collection may be called `upstream` or `collection`, as the schemas of all files are. */
function ownSchema(id: string): string {
  return `of-${id}`;
}

export function schemaFiles(): readonly OutputFile[] {
  const { upstream, collection } = mappingJsonSchemas();
  return Object.entries({ upstream, collection }).map(([kind, schema]) => ({
    name: schemaPath(kind),
    text: jsonSchemaText(schema),
  }));
}

export function upstreamFile(
  proposal: Proposal['upstream'],
  name: string | undefined,
  disabled: readonly DisabledBlock[] = [],
  notes: readonly YamlComment[] = [],
): OutputFile {
  return {
    name: upstreamFileName(name ?? defaultUpstream),
    text: printYaml(proposal.value as unknown as Json, {
      header: schemaLine('upstream', name !== undefined),
      comments: [...proposal.comments, ...notes],
      disabled,
    }),
  };
}

export function collectionFile(proposed: ProposedCollection, notes: readonly YamlComment[] = []): OutputFile {
  return {
    name: proposed.fileName,
    text: printYaml(proposed.value as unknown as Json, {
      header: schemaLine(ownSchema(proposed.value.collection), false),
      comments: [...proposed.comments, ...notes],
      disabled: proposed.disabled,
      block: [['fields']],
    }),
  };
}
