import assert from 'node:assert/strict';
import { configKeys } from '../bot/config.ts';
import app from '../package.json' with { type: 'json' };
import { type Import, read, type Source, sourcesIn } from './support/sources.ts';

/** What may be imported, as docs/architecture.md says it, and how to tell. */
type Term = readonly [says: string, allows: (imported: Import) => boolean];

const within = (folder: string): Term => [`\`${folder}\``, ({ target }) => target.startsWith(`${folder}/`)];
const exactly = (path: string): Term => [`\`${path}\``, ({ target }) => target === path];
const anyPackage = (name: string): Term => [name, ({ target }) => target === name || target.startsWith(`${name}-`)];
const everything: Term = ['everything', () => true];
const isRule = (path: string) => /^services\/(?!azure\/|store\/)/.test(path);
const rules: Term = ['the rules', ({ target }) => isRule(target)];
const pureRules: Term = [
  'types and pure functions of the rules',
  ({ target, typeOnly }) => isRule(target) && (typeOnly || isPure(target)),
];
const recognizers: Term = [
  'the recognizers of botbuilder-dialogs',
  ({ target }) => target.startsWith('@microsoft/recognizers-text-'),
];
const store = exactly('services/store/store.ts');
const adapters = [
  rules,
  within('services/store'),
  ['`@azure/*`', ({ target }) => target.startsWith('@azure/')],
  ['the Graph client', ({ target }) => target === '@microsoft/microsoft-graph-client'],
  ['undici', ({ target }) => target === 'undici'],
  ['nodemailer', ({ target }) => target === 'nodemailer'],
  ['`node:sqlite`', ({ target }) => target === 'node:sqlite'],
  ['`node:tls`', ({ target }) => target === 'node:tls'],
  ['`node:worker_threads`', ({ target }) => target === 'node:worker_threads'],
] as const satisfies Term[];

/** Who may import whom. The first row that a file falls under holds for it. */
const table: readonly (readonly [folders: string, may: readonly Term[]])[] = [
  ['`bot/index.ts`, `bot/composition/**`', [everything]],
  ['`bot/actions/**`', [within('bot/actions'), within('cards'), rules]],
  [
    '`bot/**`',
    [
      within('bot'),
      within('cards'),
      rules,
      store,
      anyPackage('botbuilder'),
      anyPackage('restify'),
      anyPackage('undici'),
      anyPackage('jose'),
      anyPackage('openid-client'),
      recognizers,
    ],
  ],
  ['`cards/**`', [within('cards'), pureRules, anyPackage('adaptivecards-templating')]],
  ['`services/azure/**`, `services/store/**`', adapters],
  ['`services/**`', [rules, store]],
  ['`sandbox/**`', [['its own files and public packages', ({ target }) => isOfSandbox(target)]]],
  ['`scripts/**`, `bench/**`, `test/**`', [everything]],
];

/** Packages without a world of their own, and what Node itself is made of. */
const worldless = new Set(
  [
    'zod',
    'pino',
    'luxon',
    'lru-cache',
    'fastest-levenshtein',
    'canonicalize',
    'decimal.js',
    'write-excel-file',
    'node:crypto',
  ].concat(
    ['async_hooks', 'buffer', 'events', 'module', 'path', 'stream', 'timers/promises', 'url', 'util'].map(
      (name) => `node:${name}`,
    ),
  ),
);

const product = sourcesIn('bot', 'cards', 'services');
const everywhere = [...product, ...sourcesIn('sandbox', 'scripts', 'bench', 'test', 'manifest')];

function isOfSandbox(target: string): boolean {
  return target.startsWith('sandbox/') || !/^(bot|cards|services|scripts|bench|test)\//.test(target);
}

/** A file of rules that has no state and nothing to reach: no classes and no imports but of its like. */
function isPure(path: string): boolean {
  const source = product.find((each) => each.path === path);
  return (
    source !== undefined &&
    !/^export (abstract )?class /m.test(source.code) &&
    source.imports.every(({ target, typeOnly }) => typeOnly || worldless.has(target) || isPure(target))
  );
}

function rowOf(path: string): (typeof table)[number] | undefined {
  return table.find(([folders]) =>
    [...folders.matchAll(/`([^`]+)`/g)].some(([, glob]) => {
      if (glob!.endsWith('/**')) return path.startsWith(glob!.slice(0, -2));
      return glob!.endsWith('/*.ts') ? new RegExp(`^${glob!.slice(0, -4)}[^/]+$`).test(path) : path === glob;
    }),
  );
}

function allowed(path: string, may: readonly Term[], imported: Import): boolean {
  // A folder of adapters may use its own rooms; node:fs is where certificates, tokens and databases lie.
  if (/^services\/(azure|store)\//.test(path)) {
    if (imported.target.startsWith(path.split('/').slice(0, 2).join('/')) || imported.target.startsWith('node:fs'))
      return true;
  }
  if (worldless.has(imported.target) || (imported.typeOnly && imported.target.startsWith('node:'))) return true;
  return may.some(([, allows]) => allows(imported));
}

function offenders(sources: readonly Source[], pattern: RegExp, ...except: readonly string[]): string[] {
  return sources.filter(({ path, code }) => pattern.test(code) && !except.includes(path)).map(({ path }) => path);
}

describe('the architecture', () => {
  it('lets every file import only what its folder may', () => {
    const wrong = everywhere.flatMap(({ path, imports }) => {
      const [folders, may] = rowOf(path) ?? [undefined, []];
      return imports
        .filter((imported) => !allowed(path, may, imported))
        .map(({ target }) =>
          folders
            ? `${path} imports ${target}, but ${folders} may import only ${may.map(([says]) => says).join(', ')}. Ask for it through a constructor, or move the file.`
            : `${path} is in a folder that the table does not know. Add the folder to docs/architecture.md and to this test.`,
        );
    });

    assert.deepEqual(wrong, []);
  });

  it('lets nothing import the composition root, the tools or the tests', () => {
    const tools = /^(scripts|bench|test)\//;
    const root = /^bot\/(index\.ts$|composition\/)/;
    // A program of its own, that stands on the same foundation.
    const programs = ['scripts/forget.ts'];
    const wrong = everywhere.flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ target }) =>
            target === 'bot/index.ts' ||
            (root.test(target) && !root.test(path) && !programs.includes(path)) ||
            (tools.test(target) && !tools.test(path)),
        )
        .map(({ target }) => `${path} imports ${target}. Move what both need into a file of its own.`),
    );

    assert.deepEqual(wrong, []);
  });

  it('stands on packages that package.json names, and runs on its dependencies alone', () => {
    const isNamed = (target: string, named: Readonly<Record<string, string>>) =>
      // The core is a part of botbuilder, at the same version.
      target in named || (target === 'botbuilder-core' && 'botbuilder' in named);
    const all = { ...app.dependencies, ...app.devDependencies };
    const wrong = everywhere.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => !target.startsWith('node:') && !/\.(ts|json)$/.test(target))
        .filter(({ target, typeOnly }) => {
          const runs = /^(bot|cards|services)\//.test(path) && !typeOnly;
          return !isNamed(target, runs ? app.dependencies : all);
        })
        .map(({ target }) => `${path} imports ${target}`),
    );

    assert.deepEqual(wrong, [], 'Add it to package.json with npm install --save-exact.');
  });

  it('is the one that docs/architecture.md draws', () => {
    const rows = [...read('docs/architecture.md').matchAll(/^\| (.+?) \| (.+?) \|$/gm)].map(([, folders, may]) => [
      folders!,
      may!,
    ]);
    const from = rows.findIndex(([folders]) => folders === 'folder') + 2;
    const drawn = new Map(rows.slice(from, from + table.length).map(([folders, may]) => [folders, may!.split(';')[0]]));
    const held = new Map(table.map(([folders, may]) => [folders, may.map(([says]) => says).join(', ')]));

    assert.deepEqual(
      [...drawn].sort(),
      [...held].sort(),
      'Change the table in docs/architecture.md with the one in this test.',
    );
  });

  it('reads the environment in one place a program', () => {
    const wrong = offenders(
      [...product, ...sourcesIn('sandbox')],
      /process\.env\b/,
      'bot/config.ts',
      'sandbox/settings.ts',
    );

    assert.deepEqual(wrong, [], 'Read it in bot/config.ts (sandbox/settings.ts) and pass it on.');
  });

  it('puts services and adapters together in the composition root alone', () => {
    const root = product.filter(({ path }) => path === 'bot/index.ts' || path.startsWith('bot/composition/'));
    const composition = root.map(({ code }) => code).join('\n');
    const reaching = product.filter(({ path }) => /^services\/(azure|store)\//.test(path));
    const classes = [...reaching, ...product].flatMap(({ path, code }) =>
      [...code.matchAll(/^export class (\w+)(?! extends \w*Error)/gm)].map(([, name]) => ({ path, name: name! })),
    );
    const parts = classes.filter(
      ({ path, name }) =>
        // The system's clock reaches nothing and is a fair default.
        name !== 'SystemClock' && (reaching.some((each) => each.path === path) || composition.includes(`new ${name}(`)),
    );
    const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));
    const wrong = parts.flatMap(({ path: home, name }) =>
      offenders(product, new RegExp(`\\bnew ${name}\\(`), ...root.map(({ path }) => path))
        // The rooms of an adapter, which nobody outside its folder knows, are its own affair.
        .filter((path) => composition.includes(`new ${name}(`) || folderOf(path) !== folderOf(home))
        .map((path) => `${path} makes a ${name}`),
    );

    assert.deepEqual([...new Set(wrong)], [], 'Make it in bot/composition/ and hand it in through the constructor.');
  });

  it('logs through the logger', () => {
    assert.deepEqual(offenders(product, /\bconsole\./), [], 'Take a Logger through the constructor.');
  });

  it('lists in .env.example exactly the keys that the configuration reads', () => {
    const listed = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, key]) => key!);

    assert.deepEqual(listed.toSorted(), configKeys.toSorted(), 'Change .env.example with bot/config.ts.');
    assert.equal(new Set(listed).size, listed.length);
  });
});
