import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { TemplateError } from '../../sandbox/azure/template-error.ts';
import { servicePrincipalId } from '../../sandbox/seed.ts';
import { ofType } from './planned-resources.ts';
import { type PublishedTypes, resourceDepartures } from './published-shape.ts';
import facts from './published-types.json' with { type: 'json' };
import { altered, closingTemplate, contentOf, type Declared, planned } from './workspace-plan.ts';

const published: PublishedTypes = facts;
const readme = readFileSync(new URL('../../infra/workspace/README.md', import.meta.url), 'utf8');
const parameters = { resourceGroup: 'rg-cardio-2', labdeskPrincipalId: servicePrincipalId };
/** Azure's own id of Storage Blob Data Contributor. */
const blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe';

describe('the template for the end of a workspace', () => {
  const template = closingTemplate();
  const content = contentOf(template, 'access');
  const resources = planned(template, parameters);

  it('asks only for types, versions and properties that Azure publishes', () => {
    const departures = (of: typeof resources) => of.flatMap((each) => resourceDepartures(published, each));
    assert.deepEqual(departures(resources), []);

    const wrong = (change: (body: Declared) => void) => departures(altered(resources, 'labdeskCloses', change)).join();
    assert.match(
      wrong((body) => Object.assign(body, { apiVersion: '2022-04-02' })),
      /is not published/,
    );
    assert.match(
      wrong(({ properties }) => Object.assign(properties, { principalType: 'Bot' })),
      /"Bot" is none of/,
    );
    assert.match(
      wrong(({ properties }) => Object.assign(properties, { principalId: undefined })),
      /principalId: is required/,
    );
  });

  it('computes all of its expressions, and needs each parameter that it has', () => {
    assert.doesNotMatch(JSON.stringify(resources), /\[\w+\(…\)\]|\[parameters/);
    for (const each of [template, content])
      for (const name of Object.keys(each.parameters))
        assert.ok(JSON.stringify(each.resources).includes(`parameters('${name}')`), name);
    assert.throws(() => planned(template, { ...parameters, labdeskPrincipalId: 'labdesk' }), TemplateError);
    assert.throws(() => planned(template, { labdeskPrincipalId: servicePrincipalId }), TemplateError);
  });

  it('says what it and each parameter is for, and what each resource does', () => {
    for (const { metadata } of [template as Declared, ...Object.values<Declared>(template.parameters)])
      assert.match(metadata?.description ?? '', /\.$/);
    for (const key of [...Object.keys(template.resources), ...Object.keys(content.resources)])
      assert.ok(readme.includes(`\`${key}\``), `infra/workspace/README.md leaves out ${key}.`);
  });

  it('lets Labdesk write files of that workspace, and gives nobody anything else', () => {
    const given = ofType(resources, 'Authorization/roleAssignments');
    assert.equal(given.length, 1);
    assert.equal(resources.length, 2, 'The assignment, and the deployment that holds it.');
    const [{ id, body }] = given as [Declared];
    assert.match(id, /\/resourceGroups\/rg-cardio-2\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i);
    const { principalId, principalType, roleDefinitionId } = body.properties;
    assert.deepEqual([principalId, principalType], [servicePrincipalId, 'ServicePrincipal']);
    assert.equal(roleDefinitionId.split('/').at(-1), blobContributor);
  });
});
