import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import app from '../package.json' with { type: 'json' };
import { read, root } from './support/sources.ts';

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** What may be used in a product that is sold, without giving away its source. SPDX names. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/** Packages that name their licence in their readme or LICENSE alone, as read there. */
const readByHand: Readonly<Record<string, string>> = {
  'node_modules/escape-regexp-component': 'MIT',
  'node_modules/jspath': 'MIT OR GPL',
  'node_modules/semaphore': 'MIT',
};

const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const inProduction = locked.filter(([, { dev }]) => !dev);

/** The licence as the lock file names it, or the installed package in one of the older ways. */
function licenceOf(path: string, { license }: Locked): string {
  if (license) return license;
  const file = `${path}/package.json`;
  if (!existsSync(root + file)) return 'not installed here';
  const { license: own, licenses } = JSON.parse(read(file)) as {
    license?: string | { type: string };
    licenses?: readonly (string | { type: string })[];
  };
  const named = [own, ...(licenses ?? [])].filter((each) => each !== undefined);
  return (
    named.map((each) => (typeof each === 'string' ? each : each.type)).join(' OR ') ||
    (readByHand[path] ?? 'none named')
  );
}

/** `A OR B` leaves the choice to us, `A AND B` does not. */
function isPermissive(licence: string): boolean {
  const choices = licence.replace(/[()]/g, '').split(/\s+OR\s+/);
  return choices.some((choice) => choice.split(/\s+AND\s+/).every((each) => permissive.has(each)));
}

describe('the dependencies', () => {
  it('may all be used commercially where Labdesk runs', () => {
    const wrong = inProduction
      .map(([path, entry]) => ({ path, licence: licenceOf(path, entry) }))
      .filter(({ licence }) => !isPermissive(licence))
      .map(({ path, licence }) => `${path}: ${licence}`);

    assert.ok(inProduction.length > 100, `${inProduction.length} packages`);
    assert.deepEqual(wrong, [], 'Take another package, or add the licence to the list in this test after reading it.');
  });

  it('are pinned to one version each', () => {
    const named = Object.entries({ ...app.dependencies, ...app.devDependencies });
    const loose = named.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));

    assert.deepEqual(loose, [], 'Write the exact version, without ^ or ~.');
    for (const [name, version] of named) assert.equal(packages[`node_modules/${name}`]?.version, version, name);
  });

  it('are locked to bytes that npm checks, from no registry in particular', () => {
    const unchecked = locked.filter(([, { integrity, link }]) => !link && !integrity?.startsWith('sha512-'));
    const bound = locked.filter(([, { resolved }]) => resolved !== undefined);

    assert.deepEqual(
      unchecked.map(([path]) => path),
      [],
      'Run npm install again with an empty cache.',
    );
    assert.deepEqual(bound, [], 'Run npm install with omit-lockfile-registry-resolved=true.');
  });
});
