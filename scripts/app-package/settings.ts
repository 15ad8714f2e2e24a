import { z } from 'zod';

const httpsUrl = z.url({ protocol: /^https$/, error: 'must be an https URL' });
// Teams' own pattern, `definitions.guid` of the manifest's schema.
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a UUID');

const environment = z.object({
  MICROSOFT_APP_ID: guid.optional(),
  PUBLIC_URL: httpsUrl.optional(),
  TEAMS_APP_ID: guid.optional(),
  DEVELOPER_NAME: z.string().max(32, 'must have at most 32 characters').default('Labdesk'),
  DEVELOPER_URL: httpsUrl.optional(),
  PRIVACY_URL: httpsUrl.optional(),
  TERMS_URL: httpsUrl.optional(),
});

/** Stands in where the installation is not known yet: good for looking at the package, not for chatting. */
const nobody = { appId: '00000000-0000-4000-8000-000000000000', url: 'https://labdesk.example.com' };

/** What fills the manifest's placeholders, by their names. */
export type Placeholders = Readonly<Record<string, string>>;

export interface PackageSettings {
  readonly placeholders: Placeholders;
  /** Keys that are not set and that Teams needs before anybody can chat. */
  readonly missing: readonly string[];
}

/**
 * Reads an installation's values. Blank ones count as missing; the links under the app's name lead to PUBLIC_URL where they
 * have no address of their own, and TEAMS_APP_ID is MICROSOFT_APP_ID.
 * @param version of the app, as in package.json
 * @throws {Error} naming every value that is malformed
 */
export function readPackageSettings(
  env: Readonly<Record<string, string | undefined>>,
  version: string,
): PackageSettings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `- ${String(path[0])} ${message}`);
    throw new Error(`The app package cannot be made:\n${lines.join('\n')}`);
  }
  const { MICROSOFT_APP_ID = nobody.appId, PUBLIC_URL = nobody.url, ...rest } = parsed.data;
  return {
    placeholders: {
      VERSION: version,
      MICROSOFT_APP_ID,
      TEAMS_APP_ID: rest.TEAMS_APP_ID ?? MICROSOFT_APP_ID,
      DEVELOPER_NAME: rest.DEVELOPER_NAME,
      DEVELOPER_URL: rest.DEVELOPER_URL ?? PUBLIC_URL,
      PRIVACY_URL: rest.PRIVACY_URL ?? PUBLIC_URL,
      TERMS_URL: rest.TERMS_URL ?? PUBLIC_URL,
      PUBLIC_HOST: new URL(PUBLIC_URL).hostname,
    },
    missing: (['MICROSOFT_APP_ID', 'PUBLIC_URL'] as const).filter((key) => parsed.data[key] === undefined),
  };
}
