import { join } from 'node:path';
import { budgetHookSecret } from './budget-hook.ts';
import type { ConnectorKeys } from './connector-keys.ts';
import { landingZone } from './landing-zone.ts';
import type { Ports } from './ports.ts';
import { admins, clientId, people, reviewers, subscriptionId, tenantId, workspaces } from './seed.ts';
import type { Settings } from './settings.ts';
import { writeState } from './state-file.ts';
import { effectsQueue, ledgerContainer, platformAccount } from './storage-seed.ts';

export interface BotEnvironmentOptions {
  readonly settings: Settings;
  readonly ports: Ports;
  readonly caPath: string;
  readonly clientSecret: string;
  readonly connectorKeys: ConnectorKeys | undefined;
}

/** The bot's configuration in the sandbox; writes the files that name the workspaces, and where new ones are made. */
export async function botEnvironment(options: BotEnvironmentOptions): Promise<Record<string, string>> {
  const { settings, ports, caPath, clientSecret, connectorKeys } = options;
  const workspacesFile = join(settings.directory, 'workspaces.json');
  const azure = `https://127.0.0.1:${ports.azure}`;
  const blob = `https://127.0.0.1:${ports.blob}`;
  await writeState(
    workspacesFile,
    workspaces.map(({ id, name, resourceGroup, groupId, storage }) => ({
      ...{ id, name, resourceGroup, groupId },
      storage: { public: `${blob}/${storage.public}`, secure: `${blob}/${storage.secure}` },
    })),
  );
  const landingZoneFile = join(settings.directory, 'landing-zone.json');
  await writeState(landingZoneFile, landingZone);
  return {
    LABDESK_MODE: 'sandbox',
    HOST: '127.0.0.1',
    PORT: `${ports.bot}`,
    PUBLIC_URL: `http://127.0.0.1:${ports.bot}`,
    MICROSOFT_APP_ID: clientId,
    TENANT_ID: tenantId,
    SUBSCRIPTION_ID: subscriptionId,
    CREDENTIAL: 'secret',
    CLIENT_SECRET: clientSecret,
    REVIEWERS_GROUP_ID: reviewers.groupId,
    ADMINS_GROUP_ID: admins.groupId,
    WORKSPACES_FILE: workspacesFile,
    LANDING_ZONE_FILE: landingZoneFile,
    STORE: 'sqlite',
    SQLITE_PATH: join(settings.directory, 'labdesk.db'),
    QUEUE_URL: `https://127.0.0.1:${ports.queue}/${platformAccount}/${effectsQueue}`,
    LEDGER_URL: `${blob}/${platformAccount}/${ledgerContainer}`,
    COSTS_URL: `${blob}/${platformAccount}/labdesk-costs`,
    LEDGER_KEY_DIRECTORY: join(settings.directory, 'ledger-keys'),
    MAIL_SENDER: people.admin.aadObjectId,
    LOGIN_ENDPOINT: azure,
    ARM_ENDPOINT: azure,
    GRAPH_ENDPOINT: azure,
    PRICES_ENDPOINT: azure,
    METRICS_ENDPOINT: azure,
    SIGN_IN_ACTIVITY: settings.signInActivity ? 'on' : 'off',
    BUDGET_HOOK_SECRET: budgetHookSecret(clientSecret),
    SANDBOX_AUTH: settings.auth ? 'on' : 'off',
    SANDBOX_SIGN_IN: settings.signIn ? 'on' : 'off',
    SANDBOX_TEAMS_LIMITS: settings.teamsLimits ? 'on' : 'off',
    ...(connectorKeys && { OPENID_METADATA_URL: connectorKeys.openid }),
    // Must stand before the process does.
    NODE_EXTRA_CA_CERTS: caPath,
  };
}
