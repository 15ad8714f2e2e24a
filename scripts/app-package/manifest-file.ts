import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { CommandList } from './command-lists.ts';
import type { DialogCommand } from './dialog-commands.ts';

export interface Manifest {
  readonly bots: readonly [{ readonly commandLists: readonly CommandList[] }];
  readonly composeExtensions: readonly [{ readonly botId: string; readonly commands: readonly DialogCommand[] }];
  readonly icons: { readonly color: string; readonly outline: string };
  readonly [key: string]: unknown;
}

/** The app manifest as it stands in the repository, with `${{NAME}}` where an installation's own values go. */
export const manifestFile = new URL('../../manifest/manifest.json', import.meta.url);

export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
}

/** Writes the manifest as the linter wants it. */
export async function writeManifest(manifest: Manifest): Promise<void> {
  await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  execFileSync(process.execPath, [biome, 'format', '--write', fileURLToPath(manifestFile)], { stdio: 'ignore' });
}

export function withCommands(
  manifest: Manifest,
  commandLists: readonly CommandList[],
  commands: readonly DialogCommand[],
): Manifest {
  return {
    ...manifest,
    bots: [{ ...manifest.bots[0], commandLists }],
    composeExtensions: [{ ...manifest.composeExtensions[0], commands }],
  };
}
