import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { actions } from '../bot/actions/index.ts';
import { filesIn, read, root, sourcesIn } from './support/sources.ts';

const folders = ['bot', 'cards', 'services', 'sandbox', 'scripts', 'bench', 'manifest', 'infra', 'test'];
const files = filesIn(...folders.map((folder) => `${folder}/**/*.*`));
const sources = sourcesIn(...folders);
const templates = filesIn('cards/*/*.json');
const presenters = templates
  .filter((path) => !path.startsWith('cards/parts/'))
  .map((path) => path.replace(/json$/, 'ts'));

/** Long because they are lists: sentences that people say. */
const lists = /^(test\/corpus|bot\/actions\/coming)\//;

function lines(path: string): number {
  return read(path).split('\n').length - 1;
}

/** Longest first, with their lengths: where to look when a room grows too large. */
function longerThan(most: number, paths: readonly string[]): string[] {
  return paths
    .map((path) => ({ path, length: lines(path) }))
    .filter(({ path, length }) => length > most && !lists.test(path))
    .sort((a, b) => b.length - a.length)
    .map(({ path, length }) => `${path}: ${length} lines`);
}

describe('the conventions', () => {
  it('name files in kebab-case', () => {
    const wrong = files.filter(
      (path) => !path.split('/').every((part) => /^[a-z0-9]+([-.][a-z0-9]+)*$|^README\.md$/.test(part)),
    );

    assert.deepEqual(wrong, []);
  });

  it('name files after what they hold, not after where they were needed', () => {
    const wrong = files.filter((path) => /(^|\/)(utils?|helpers?|common|misc|core)(\/|\.[a-z]+$)/.test(path));

    assert.deepEqual(wrong, [], 'Name it after the thing.');
  });

  it('export by name', () => {
    const wrong = sources.filter(({ code }) => /^export (default\b|\* from)/m.test(code)).map(({ path }) => path);

    assert.deepEqual(wrong, [], 'One main export, named like the file; only the two lists gather others.');
  });

  it('keep rooms small: few sources over 200 lines, half of them under 80, no test over 260', () => {
    const product = filesIn('{bot,cards,services}/**/*.ts');
    const large = longerThan(200, filesIn('{bot,cards,services,sandbox,scripts,bench}/**/*.ts'));
    const sizes = product.map(lines).sort((a, b) => a - b);

    assert.ok(
      large.length <= product.length / 12,
      `A file of over 200 lines wants to be two ideas:\n${large.join('\n')}`,
    );
    assert.deepEqual(longerThan(350, product), [], 'It wants to be three ideas.');
    assert.deepEqual(longerThan(260, filesIn('test/**/*.test.ts')), [], 'Describe one thing a file.');
    assert.ok(sizes[Math.floor(sizes.length / 2)]! < 80, `the median is ${sizes[Math.floor(sizes.length / 2)]} lines`);
  });

  it('mirror the sources in test/, folder by folder', () => {
    const ofTheirOwn = /^test\/(support|corpus|browser|chat|[\w-]+\.test\.ts)/;
    const there = new Set(files.map((path) => path.slice(0, path.lastIndexOf('/'))));
    const wrong = filesIn('test/**/*.test.ts').filter((path) => {
      const mirrored = path.slice('test/'.length, path.lastIndexOf('/'));
      // A folder of tests may also be of one file: test/bot/bearer/ of bot/door/bearer.ts.
      return (
        !ofTheirOwn.test(path) &&
        !there.has(mirrored) &&
        !files.includes(`${mirrored}.ts`) &&
        !there.has(mirrored.replace(/\/[^/]+$/, ''))
      );
    });

    assert.deepEqual(wrong, [], 'Put the test where its source lies.');
  });

  it('leave no test alone or skipped', () => {
    const tests = sources.filter(({ path }) => path.startsWith('test/') && path !== 'test/conventions.test.ts');
    const wrong = tests.filter(({ code }) => /\b(it|describe)\.(only|skip)\(|\bx(it|describe)\(/.test(code));

    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it('say what a test is about in a sentence', () => {
    const titles = sources
      .filter(({ path }) => path.endsWith('.test.ts'))
      .flatMap(({ path, code }) =>
        [...code.matchAll(/^\s*it\((['"`])((?:(?!\1).)+)\1/gm)].map(([, , title]) => ({ path, title: title! })),
      );
    const wrong = titles.filter(
      ({ title }) => title.split(' ').length < 2 || /^(should|test|it)\b/i.test(title) || /\.$/.test(title),
    );

    assert.ok(titles.length > 200, `${titles.length} titles`);
    assert.deepEqual(wrong, [], 'A behaviour in plain words, without "should" and full stop.');
  });

  it('give every template a presenter of its name, and every presenter a sample', () => {
    const withoutPresenter = presenters.filter((path) => !files.includes(path));
    const shown = sources
      .filter(({ path }) => path.startsWith('test/cards/') || path.startsWith('test/support/'))
      .flatMap(({ imports }) => imports.map(({ target }) => target));
    const withoutSample = presenters.filter((path) => !shown.includes(path));

    assert.ok(templates.length >= 8, `${templates.length} templates`);
    assert.deepEqual(withoutPresenter, [], 'A template stands beside the pure function that fills it.');
    assert.deepEqual(withoutSample, [], 'Add the card to test/cards/samples.ts, where the rules for cards are held.');
  });

  it('write templates in version 1.5, with semantic colours and a fallback text', () => {
    for (const path of templates.filter((path) => !path.startsWith('cards/parts/'))) {
      const text = read(path);
      const template = JSON.parse(text) as Record<string, unknown>;
      assert.equal(template.version, '1.5', path);
      assert.equal(typeof template.fallbackText, 'string', path);
      assert.doesNotMatch(text, /"#[0-9a-f]{3,8}"/i, path);
    }
  });

  it('lead with every link of a page to something that is there', () => {
    const wrong = filesIn('*.md', '{docs,manifest,infra}/**/*.md').flatMap((path) =>
      [...read(path).matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)]
        .map(([, link]) => posix.join(posix.dirname(path), link!))
        .filter((target) => !existsSync(root + target))
        .map((target) => `${path} leads to ${target}`),
    );

    assert.deepEqual(wrong, []);
  });

  it('spell a noun the same in actions and cards', () => {
    const nouns = new Set(actions.map(({ name }) => name.split('.')[0]!));
    const folders = filesIn('bot/actions/*/*.ts', 'cards/*/*.json').map((path) => path.split('/').at(-2)!);
    const wrong = [...new Set(folders)].filter((folder) => !nouns.has(folder) && !nouns.has(folder.replace(/s$/, '')));

    assert.deepEqual(
      wrong.sort(),
      ['coming', 'digest', 'mail', 'parts', 'talk'],
      'Name the folder after the noun of its actions, in the plural.',
    );
  });

  it('keep every action in a file named after its verb', () => {
    const built = actions.filter(({ meanwhile }) => meanwhile === undefined).map(({ name }) => String(name));
    const wrong = built.filter((name) => {
      const [noun, verb = noun] = name.split('.');
      return !filesIn(`bot/actions/{${noun},${noun}s}/${verb}.ts`).some((path) => basename(path) === `${verb}.ts`);
    });

    assert.ok(built.length >= 10, built.join(' '));
    assert.deepEqual(wrong, []);
  });
});
