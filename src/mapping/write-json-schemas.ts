/** `npm run schemas`: writes schemas/*.schema.json, which editors read, from the schemas that validate. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemaText, mappingJsonSchemas } from './json-schema.js';

const directory = new URL('../../schemas/', import.meta.url);
mkdirSync(directory, { recursive: true });
for (const [name, schema] of Object.entries(mappingJsonSchemas())) {
  writeFileSync(new URL(`${name}.schema.json`, directory), jsonSchemaText(schema));
}
