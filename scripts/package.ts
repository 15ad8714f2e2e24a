// Makes the Teams app package: node scripts/package.ts [file], by default dist/labdesk.zip. See manifest/README.md.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import app from '../package.json' with { type: 'json' };
import { makeAppPackage } from './app-package/app-package.ts';
import { readManifest } from './app-package/manifest-file.ts';
import { readPackageSettings } from './app-package/settings.ts';

const file = process.argv[2] ?? 'dist/labdesk.zip';
try {
  const { placeholders, missing } = readPackageSettings(process.env, app.version);
  const bytes = await makeAppPackage(await readManifest(), placeholders);
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, bytes);
  console.log(`${file}: version ${placeholders.VERSION}, ${bytes.length} bytes, valid by Teams' schema 1.29.`);
  if (missing.length > 0)
    console.log(
      `It has stand-ins for ${missing.join(' and ')}: set ${missing.length > 1 ? 'them' : 'it'} before you upload it.`,
    );
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
