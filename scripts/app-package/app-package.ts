import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';
import { type IconName, iconFolder, iconProblems, type iconSizes } from './icons.ts';
import type { Manifest } from './manifest-file.ts';
import { schemaProblems } from './manifest-schema.ts';
import type { Placeholders } from './settings.ts';

/** The first moment that a zip file can name, in local time as zip has it, so that equal contents give equal bytes. */
const longAgo = new Date(1980, 0, 1);

/** Puts values where `${{NAME}}` stands. @throws {Error} naming a placeholder without a value */
export function fillPlaceholders(manifest: Manifest, values: Placeholders): Manifest {
  const filled = JSON.stringify(manifest).replace(/\$\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The manifest asks for ${name}, which has no value.`);
    return JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(filled) as Manifest;
}

/**
 * The app package as Teams takes it: manifest.json and both icons at the root of a zip file. Equal input, equal bytes.
 * @throws {Error} with one line for everything that the schema or Teams' rules for icons have against it
 */
export async function makeAppPackage(manifest: Manifest, values: Placeholders): Promise<Uint8Array> {
  const filled = fillPlaceholders(manifest, values);
  const icons = await readIcons();
  const problems = [
    ...schemaProblems(filled),
    ...Object.entries(icons).flatMap(([name, png]) => iconProblems(name as IconName, png)),
  ];
  if (problems.length > 0) throw new Error(`Teams would refuse the package:\n- ${problems.join('\n- ')}`);
  const files = {
    'manifest.json': strToU8(`${JSON.stringify(filled, null, 2)}\n`),
    [filled.icons.color]: icons.color,
    [filled.icons.outline]: icons.outline,
  };
  return zipSync(files, { level: 9, mtime: longAgo, os: 0 });
}

async function readIcons(): Promise<Record<IconName, Uint8Array>> {
  const read = async (name: IconName) => await readFile(new URL(`${name}.png`, iconFolder));
  const [color, outline] = await Promise.all([read('color'), read('outline')]);
  return { color, outline } satisfies Record<keyof typeof iconSizes, Uint8Array>;
}
