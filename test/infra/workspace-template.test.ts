import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { TemplateError } from '../../sandbox/azure/template-error.ts';
import { type Expression, expressionOf } from '../../sandbox/azure/template-expression.ts';
import { isSame, ofType } from './planned-resources.ts';
import { type PublishedTypes, resourceDepartures, type Shape } from './published-shape.ts';
import facts from './published-types.json' with { type: 'json' };
import { sampleParameters } from './sample-parameters.ts';
import { altered, contentOf, type Declared, planned, type Template, workspaceTemplate } from './workspace-plan.ts';

const published: PublishedTypes = facts;
const readme = readFileSync(new URL('../../infra/workspace/README.md', import.meta.url), 'utf8');

/** Every text in a value, keys left out; of a template the one within it is left out too. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === 'template' ? [] : textsIn(item)));
}

function callsIn(expression: Expression): Extract<Expression, { kind: 'call' }>[] {
  if (expression.kind === 'literal') return [];
  if (expression.kind === 'member') return [...callsIn(expression.of), ...callsIn(expression.key)];
  return [expression, ...expression.values.flatMap(callsIn)];
}

/** What is asked of a template by name: its parameters or variables. */
function namesAsked(template: Template, name: string): Set<string> {
  const calls = textsIn(template).flatMap((text) => callsIn(expressionOf(text) ?? { kind: 'literal', value: '' }));
  return new Set(
    calls
      .filter((call) => call.name === name)
      .map(({ values: [first] }) => (first?.kind === 'literal' ? String(first.value) : '(computed)')),
  );
}

describe('the template of a workspace', () => {
  const template = workspaceTemplate();
  const content = contentOf(template);
  const resources = planned(template);

  it('asks only for types, versions and properties that Azure publishes', () => {
    assert.deepEqual(
      resources.flatMap((each) => resourceDepartures(published, each)),
      [],
    );
  });

  it('notices what Azure does not publish', () => {
    const of = (key: string, change: (body: Declared) => void) =>
      altered(resources, key, change)
        .flatMap((each) => resourceDepartures(published, each))
        .join('\n');
    const vault = (change: (body: Declared) => void) => of('vault', change);
    const tls = (body: Declared) => Object.assign(body.properties, { minimumTlsVersion: 'TLS2' });
    const guid = (body: Declared) => Object.assign(body.properties, { resourceGuid: 'x' });

    const version = vault((body) => Object.assign(body, { apiVersion: '2025-05-02' }));
    assert.match(version, /vaults@2025-05-02: is not published/);
    const unknown = vault(({ properties }) => Object.assign(properties, { enablePurge: true }));
    assert.match(unknown, /enablePurge: is not published/);
    const missing = vault(({ properties }) => Object.assign(properties, { tenantId: undefined }));
    assert.match(missing, /tenantId: is required/);
    const text = vault(({ properties }) => Object.assign(properties, { enableSoftDelete: 'true' }));
    assert.match(text, /enableSoftDelete: is not published as bool/);
    assert.match(of('secureAccount', tls), /"TLS2" is none of/);
    assert.match(of('network', guid), /resourceGuid: is read-only/);
  });

  it('computes all of its expressions, and needs each parameter and variable that it has', () => {
    assert.doesNotMatch(JSON.stringify(resources), /\[\w+\(…\)\]/);
    for (const each of [template, content]) {
      assert.deepEqual(
        Object.keys(each.parameters).filter((name) => !namesAsked(each, 'parameters').has(name)),
        [],
      );
      assert.deepEqual(
        Object.keys(each.variables).filter((name) => !namesAsked(each, 'variables').has(name)),
        [],
      );
    }
  });

  it('refuses what no workspace may be made of', () => {
    const [machine] = sampleParameters.machines as Declared[];
    const wrong: Record<string, unknown>[] = [
      { workspace: 'a' },
      { machines: [{ ...machine, size: 'Standard_M128s' }] },
      { machines: [{ ...machine, environment: 'cobol' }] },
      { machines: [{ ...machine, name: 'a-name-that-is-too-long' }] },
      { budgetAmount: 0 },
      { budgetThresholds: [] },
      { adminPassword: 'short' },
      { groupId: 'people' },
    ];

    for (const change of wrong) {
      assert.throws(() => planned(template, { ...sampleParameters, ...change }), TemplateError, JSON.stringify(change));
    }
  });

  it('puts no address of a mirror into a script that a shell could take for something else', () => {
    const host = 'https://packages.labdesk.example';
    for (const mirrorUrl of [
      `${host}'; reboot; '`,
      `${host}"$(id)`,
      `${host} x`,
      `${host}\n`,
      'http://packages',
      'x',
    ]) {
      assert.throws(() => planned(template, { ...sampleParameters, mirrorUrl }), /fail/, mirrorUrl);
    }
    for (const mirrorUrl of ['', `${host}:8443/mirror/a_b~c.d-e`])
      planned(template, { ...sampleParameters, mirrorUrl });
  });

  it('says what each parameter, definition and output is for, and what each resource does', () => {
    const described = [
      template.parameters,
      template.definitions,
      template.outputs,
      template.definitions.machine.properties,
    ];
    for (const [name, item] of described.flatMap((each) => Object.entries<Declared>(each))) {
      assert.match(item.metadata?.description ?? '', /\.$/, name);
    }
    const keys = [
      ...Object.keys(template.parameters),
      ...Object.keys(template.resources),
      ...Object.keys(content.resources),
    ];
    assert.deepEqual(
      keys.filter((key) => !readme.includes(`\`${key}\``)),
      [],
      'infra/workspace/README.md leaves them out.',
    );
  });

  it('tags everything that can have tags', () => {
    const tags = { workspace: 'cardio-2', owner: sampleParameters.owner, costCentre: 'CC-4711', managedBy: 'labdesk' };
    const taggable = resources.filter(
      ({ type, body }) => 'tags' in (published.types[`${type}@${body.apiVersion}`] as Record<string, Shape>),
    );

    assert.ok(taggable.length > 30);
    for (const { name, body } of taggable)
      assert.deepEqual({ ...(body.tags as object), name: undefined }, { ...tags, name: undefined }, name);
  });

  it('gives everybody the least, and nobody anything else', () => {
    const roles = Object.entries<string>(content.variables.roles);
    const who = new Map([
      [sampleParameters.groupId, 'people'],
      [sampleParameters.labdeskPrincipalId, 'labdesk'],
    ]);
    const given = ofType(resources, 'Authorization/roleAssignments').map(({ id, body }) => {
      const { principalId, roleDefinitionId } = body.properties as Declared;
      const role = roles.find(([, guid]) => roleDefinitionId.endsWith(`/roleDefinitions/${guid}`))?.[0];
      const at = id
        .split(/\/providers\/microsoft.authorization/i)[0]
        ?.split('/')
        .slice(-2)
        .join('/')
        .replace(/\w+(sec|pub)\w{13}$/, '$1');
      return `${who.get(principalId) ?? 'machine'} ${role} ${at?.replace(/kv-.*/, 'kv')}`;
    });

    assert.deepEqual(given.sort(), [
      'labdesk blobContributor containers/approved',
      'labdesk blobContributor storageAccounts/pub',
      'labdesk blobDelegator storageAccounts/sec',
      'labdesk blobReader containers/data',
      ...['machine blobContributor containers/results', 'machine blobContributor containers/results'],
      ...['machine blobReader containers/approved', 'machine blobReader containers/approved'],
      'people machineUser resourceGroups/rg-cardio-2',
      'people secretsUser vaults/kv',
      'people shareContributor shares/work',
    ]);
    assert.ok(
      Object.values(sampleParameters).length > 0 &&
        !resources.some(({ type }) => isSame(type, 'Microsoft.Authorization/locks')),
    );
  });

  it('answers with what a workspace is known by', () => {
    assert.deepEqual(Object.keys(template.outputs), [
      'resourceGroup',
      'publicStorage',
      'secureStorage',
      'vault',
      'logs',
    ]);
  });
});
