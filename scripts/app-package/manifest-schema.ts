import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';

const schemaFile = createRequire(import.meta.url)
  .resolve('@microsoft/app-manifest')
  .replace(/index\.js$/, 'json-schemas/teams/v1.29/MicrosoftTeams.schema.json');

let schema: ValidateFunction | undefined;

/** What Teams' published schema, version 1.29, has against a manifest, one finished line each; empty where nothing. */
export function schemaProblems(manifest: unknown): string[] {
  schema ??= compileSchema();
  if (schema(manifest)) return [];
  return (schema.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || 'the manifest'} ${message}${'additionalProperty' in params ? `: ${params.additionalProperty}` : ''}`,
  );
}

function compileSchema(): ValidateFunction {
  const { $schema: _draft4, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
  // Of draft 4 the schema uses nothing that later drafts read otherwise.
  const ajv = new Ajv({ allErrors: true, strict: false, formats: { uri: (text: string) => URL.canParse(text) } });
  return ajv.compile(schema);
}
