import { globSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Import {
  /** A path from the root (`services/errors.ts`) or a package's name (`@azure/identity`, `node:crypto`). */
  readonly target: string;
  /** True where nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

export interface Source {
  /** From the root, with slashes. */
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const statement = /^(?:import|export)\s+(type\s)?(?:([^'";]*?)\sfrom\s+)?'([^']+)'/gm;
const call = /(\btypeof\s+)?\b(?:import|require)\(\s*'([^']+)'\s*\)/g;

/** The files of the repository that match a pattern, sorted; dependencies and what tools write are left out. */
export function filesIn(...patterns: readonly string[]): string[] {
  return globSync([...patterns], { cwd: root, exclude: ['node_modules', '.sandbox*', 'dist', '.git'] })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

export function read(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/** Every TypeScript file in these folders. */
export function sourcesIn(...folders: readonly string[]): Source[] {
  return filesIn(...folders.map((folder) => `${folder}/**/*.ts`)).map((path) => {
    const code = read(path)
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, '$1');
    return { path, code, imports: importsOf(path, code) };
  });
}

function importsOf(path: string, code: string): Import[] {
  const statements = [...code.matchAll(statement)].map(([, type, names, specifier]) => ({
    target: targetOf(path, specifier!),
    typeOnly: type !== undefined || onlyTypes(names),
  }));
  const calls = [...code.matchAll(call)].map(([, type, specifier]) => ({
    target: targetOf(path, specifier!),
    typeOnly: type !== undefined,
  }));
  return [...statements, ...calls];
}

/** `{ type A, type B }` */
function onlyTypes(names: string | undefined): boolean {
  const list = /^\{([\s\S]*)\}$/.exec(names?.trim() ?? '')?.[1];
  return list?.split(',').every((name) => /^\s*(type\s|$)/.test(name)) ?? false;
}

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(dirname(path), specifier));
  const [scope, name] = specifier.split('/');
  return scope!.startsWith('@') || scope === 'node:fs' || scope === 'node:timers'
    ? `${scope}/${name ?? ''}`.replace(/\/$/, '')
    : scope!;
}
