import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LandingZoneError, parseLandingZone } from '../../bot/landing-zone-file.ts';
import { landingZone } from '../../sandbox/landing-zone.ts';

type Json = Record<string, unknown>;

describe('LANDING_ZONE_FILE', () => {
  const wrong = (change: (zone: Json & typeof landingZone) => void): string => {
    const zone = structuredClone(landingZone) as Json & typeof landingZone;
    change(zone);
    try {
      parseLandingZone(JSON.stringify(zone));
    } catch (error) {
      assert.ok(error instanceof LandingZoneError);
      return error.message;
    }
    return assert.fail('It was taken.');
  };

  it('is taken as the sandbox writes it, and as the example has it, with sizes that the template knows', () => {
    const read = (path: string) => readFileSync(new URL(`../../infra/${path}`, import.meta.url), 'utf8');
    const { definitions } = JSON.parse(read('workspace/workspace.json'));
    for (const json of [JSON.stringify(landingZone), read('landing-zone.example.json')]) {
      const zone = parseLandingZone(json);
      assert.deepEqual(
        zone.sizes.filter(({ name }) => !definitions.machine.properties.size.allowedValues.includes(name)),
        [],
      );
      for (const { rules } of Object.values(zone.presets)) assert.equal(rules.desktop.entraSignIn, true);
    }
  });

  it('names all that is wrong at once, and where', () => {
    const message = wrong((zone) => {
      zone.location = 'West Europe';
      zone.addressPool = '10.64.0.0/25';
      zone.images.ubuntu.os = 'beos';
      zone.sizes.push({ ...zone.sizes[0]! });
      zone.parameters.hookUrl = 'http://desk.labdesk.example/hooks/budget';
      (zone.parameters as Json).adminPassword = 'secret';
      (zone.presets as Json) = {};
    });
    for (const place of [
      'location',
      'addressPool',
      'images.ubuntu.os',
      'sizes',
      'parameters.hookUrl',
      'parameters',
      'presets',
    ])
      assert.match(message, new RegExp(`^- ${place.replaceAll('.', '\\.')}: `, 'm'));
    assert.throws(() => parseLandingZone('{'), /is no JSON/);
    assert.throws(() => parseLandingZone('{}'), /^- location: is missing$/m);
  });

  for (const url of [
    'http://packages.labdesk.example',
    'https://packages.labdesk.example/',
    'https://packages.labdesk.example/$(reboot)',
    "https://packages.labdesk.example/'; reboot #",
    'https://packages.labdesk.example/`id`',
    'https://packages.labdesk.example/a b',
    'https://packages.labdesk.example/a\nb',
    'https://user:secret@packages.labdesk.example',
    'https://packages.labdesk.example/?x=1&y=2',
    'https://-x',
  ])
    it(`takes no mirror of ${JSON.stringify(url)}`, () => {
      assert.match(
        wrong((zone) => {
          zone.parameters.mirrorUrl = url;
        }),
        /parameters\.mirrorUrl: must be an https URL/,
      );
    });

  it('takes a mirror only with the prefix that it is reached at, and addresses of private networks alone', () => {
    const without = (zone: Json & typeof landingZone) => {
      delete (zone.parameters as Json).mirrorPrefix;
    };
    assert.match(wrong(without), /parameters\.mirrorPrefix: must be there together with mirrorUrl/);
    for (const pool of ['8.8.0.0/16', '192.0.2.0/24', '172.0.0.0/8', '10.64.0.1/14'])
      assert.match(
        wrong((zone) => {
          zone.addressPool = pool;
        }),
        /addressPool: must be a range of private addresses/,
      );
  });

  it('says who may reach the public storage from outside, and everybody only in that word', () => {
    const of = (publicAddresses: readonly string[] | undefined) =>
      wrong((zone) => {
        (zone.parameters as Json).publicAddresses = publicAddresses;
      });
    assert.match(of(undefined), /^- parameters\.publicAddresses: is missing$/m);
    for (const addresses of [['0.0.0.0/0'], ['128.0.0.0/1', '203.0.113.7'], ['any', '203.0.113.7']])
      assert.match(of(addresses), /^- parameters\.publicAddresses: must name prefixes of \/8 or smaller/m);
    assert.match(of(['everybody']), /^- parameters\.publicAddresses\.0: must be an address, a prefix, or "any"$/m);
    for (const publicAddresses of [[], ['any'], ['203.0.113.7', '198.51.100.0/24']]) {
      const zone = { ...landingZone, parameters: { ...landingZone.parameters, publicAddresses } };
      assert.deepEqual(parseLandingZone(JSON.stringify(zone)).parameters.publicAddresses, publicAddresses);
    }
  });
});
