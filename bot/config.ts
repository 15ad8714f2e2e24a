import { z } from 'zod';
import type { CredentialSettings } from '../services/credentials/credential-settings.ts';

const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a UUID');
const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .transform((url) => url.replace(/\/$/, ''));
const anyUrl = z.url({ protocol: /^https?$/, error: 'must be a URL' }).transform((url) => url.replace(/\/$/, ''));
const path = z.string().min(1);
const timeZone = z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin');
const onOff = z.enum(['on', 'off']).transform((word) => word === 'on');

const defaultServiceUrlHosts = [
  'smba.trafficmanager.net',
  '*.botframework.com',
  '*.botframework.azure.us',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
].join(' ');

const common = {
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3978),
  /** Where people's browsers reach the links that Labdesk makes. */
  PUBLIC_URL: httpsUrl,
  MICROSOFT_APP_ID: uuid,
  TENANT_ID: uuid,
  SUBSCRIPTION_ID: uuid,
  CREDENTIAL: z.enum(['managed-identity', 'federated', 'secret', 'certificate']),
  CLIENT_SECRET: z.string().min(1).optional(),
  CERTIFICATE_PATH: path.optional(),
  FEDERATED_TOKEN_FILE: path.optional(),
  REVIEWERS_GROUP_ID: uuid,
  ADMINS_GROUP_ID: uuid,
  /** JSON list of the workspaces to begin with; what the store knows already is left alone. */
  WORKSPACES_FILE: path.optional(),
  /** JSON of where, and of what, new workspaces are made; without it none are made from here. */
  LANDING_ZONE_FILE: path.optional(),
  STORE: z.enum(['sqlite', 'cosmos']).default('sqlite'),
  SQLITE_PATH: path.default('labdesk.db'),
  COSMOS_ENDPOINT: anyUrl.optional(),
  COSMOS_DATABASE: z.string().min(1).default('labdesk'),
  QUEUE_URL: httpsUrl,
  /** The blob container that takes the ledger's checkpoints. */
  LEDGER_URL: httpsUrl,
  /** Where checkpoints are signed: a Key Vault key, or files on one machine. One of the two is needed. */
  LEDGER_KEY_URL: httpsUrl.optional(),
  LEDGER_KEY_DIRECTORY: path.optional(),
  /** How long storage shall refuse to change a checkpoint; where missing, the container's own policy says. */
  LEDGER_IMMUTABLE_DAYS: z.coerce.number().int().min(1).max(146_000).optional(),
  /** The blob container that takes costs for reporting tools every night; without it none are put anywhere. */
  COSTS_URL: httpsUrl.optional(),
  /** How long names and words are kept, in the ledger and in requests that have ended. */
  RETENTION_DAYS: z.coerce.number().int().min(1).default(3650),
  /** Whose mailbox mail is sent from, by object id or address; without it none is sent. */
  MAIL_SENDER: z.string().min(1).optional(),
  /** Of the provider in Outlook's Actionable Email Developer Dashboard; without it mails are read, not pressed. */
  MAIL_ORIGINATOR: uuid.optional(),
  /** The app's id in the organisation's catalogue; without it Labdesk installs itself for nobody. */
  TEAMS_APP_ID: uuid.optional(),
  /** How often it is looked whether others have changed the groups of workspaces. */
  MEMBER_WATCH_MINUTES: z.coerce.number().int().min(1).max(1440).default(5),
  /** Whether reviews of members show when people last signed in to Entra ID; needs AuditLog.Read.All and Entra ID P1 or P2. */
  SIGN_IN_ACTIVITY: onOff.default(false),
  /** Of people and workspaces that name none. */
  TIME_ZONE: timeZone.default('UTC'),
  SERVICE_URL_HOSTS: z
    .string()
    .default(defaultServiceUrlHosts)
    .transform((hosts) => hosts.split(/[\s,]+/).filter(Boolean)),
  RDP_GATEWAY_HOST: z.string().min(1).optional(),
  /** What Azure's action group brings along to `/hooks/budget`: a secret, or a token of Entra's. Without either there is no such address. */
  BUDGET_HOOK_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  BUDGET_HOOK_TOKENS: onOff.default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('info'),
};

const production = z.object({ LABDESK_MODE: z.literal('production'), ...common });

/** What only the sandbox may set: endpoints of a simulated Azure, and a door without tokens on loopback. */
const sandbox = z.object({
  LABDESK_MODE: z.literal('sandbox'),
  ...common,
  HOST: z.literal('127.0.0.1').default('127.0.0.1'),
  PUBLIC_URL: anyUrl,
  COSMOS_KEY: z.string().min(1).optional(),
  LOGIN_ENDPOINT: httpsUrl,
  ARM_ENDPOINT: httpsUrl,
  GRAPH_ENDPOINT: httpsUrl,
  PRICES_ENDPOINT: httpsUrl,
  METRICS_ENDPOINT: httpsUrl,
  OPENID_METADATA_URL: anyUrl.optional(),
  SANDBOX_AUTH: onOff.default(false),
  SANDBOX_SIGN_IN: onOff.default(false),
  /** `off` sends faster than Teams takes it, for measuring. */
  SANDBOX_TEAMS_LIMITS: onOff.default(true),
});

const sandboxOnly = [
  'COSMOS_KEY',
  'LOGIN_ENDPOINT',
  'ARM_ENDPOINT',
  'GRAPH_ENDPOINT',
  'PRICES_ENDPOINT',
  'METRICS_ENDPOINT',
  'OPENID_METADATA_URL',
  'SANDBOX_AUTH',
  'SANDBOX_SIGN_IN',
  'SANDBOX_TEAMS_LIMITS',
] as const;

export type Config = Omit<z.infer<typeof sandbox>, 'LABDESK_MODE' | 'HOST' | (typeof sandboxOnly)[number]> &
  Partial<Pick<z.infer<typeof sandbox>, (typeof sandboxOnly)[number]>> & {
    readonly LABDESK_MODE: 'production' | 'sandbox';
    readonly HOST: string;
  };

/** Every key that the configuration reads, in the order of `.env.example`. */
export const configKeys: readonly string[] = Object.keys(sandbox.shape);

/** The configuration is incomplete or wrong; the message has one line a problem and names every key. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** Keys that another key makes necessary, missing ones by name. */
function missingPartners(environment: Environment): string[] {
  const partners: Record<string, string | undefined> = {
    secret: 'CLIENT_SECRET',
    certificate: 'CERTIFICATE_PATH',
    federated: 'FEDERATED_TOKEN_FILE',
  };
  const needed = [
    partners[environment.CREDENTIAL ?? ''],
    environment.STORE === 'cosmos' ? 'COSMOS_ENDPOINT' : undefined,
    environment.LEDGER_KEY_DIRECTORY ? undefined : 'LEDGER_KEY_URL',
    environment.SANDBOX_AUTH === 'on' ? 'OPENID_METADATA_URL' : undefined,
  ];
  return needed.filter((key): key is string => key !== undefined && !environment[key]);
}

/**
 * Parses the environment once. Blank values count as missing.
 * @throws {ConfigError} naming every key that is missing, malformed or only for the sandbox, all at once
 */
export function loadConfig(environment: Environment = process.env): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const mode = present.LABDESK_MODE ?? 'production';
  const parsed = (mode === 'sandbox' ? sandbox : production).safeParse({ ...present, LABDESK_MODE: mode });
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const key = String(issue.path[0]);
        return `${key} ${present[key] === undefined ? 'is missing' : issue.message}`;
      });
  problems.push(...missingPartners(present).map((key) => `${key} is missing`));
  if (mode !== 'sandbox') {
    problems.push(...sandboxOnly.filter((key) => present[key]).map((key) => `${key} is for the sandbox only`));
  }
  if (problems.length > 0 || !parsed.success) {
    const lines = [...new Set(problems)].sort().map((problem) => `- ${problem}`);
    throw new ConfigError(
      `Labdesk cannot start, its configuration is incomplete:\n${lines.join('\n')}\nSee .env.example for every key.`,
    );
  }
  return parsed.data as Config;
}

/** How this app proves who it is, from the configuration. */
export function credentialSettings(config: Config): CredentialSettings {
  const common = {
    tenantId: config.TENANT_ID,
    clientId: config.MICROSOFT_APP_ID,
    authorityHost: config.LOGIN_ENDPOINT,
  };
  switch (config.CREDENTIAL) {
    case 'secret':
      return { ...common, kind: 'secret', secret: config.CLIENT_SECRET! };
    case 'certificate':
      return { ...common, kind: 'certificate', certificatePath: config.CERTIFICATE_PATH! };
    case 'federated':
      return { ...common, kind: 'federated', tokenFile: config.FEDERATED_TOKEN_FILE! };
    default:
      return { ...common, kind: 'managed-identity' };
  }
}
