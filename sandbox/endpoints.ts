import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { budgetHookSecret } from './budget-hook.ts';
import type { ConnectorKeys } from './connector-keys.ts';
import { type Chatter, chatters } from './playground-config.ts';
import type { Ports } from './ports.ts';
import { clientId, people, subscriptionId, tenantId, workspaces } from './seed.ts';
import { seedFiles } from './seed-files.ts';
import type { Settings } from './settings.ts';
import { writeState } from './state-file.ts';
import { effectsQueue, platformAccount } from './storage-seed.ts';

export interface EndpointsOptions {
  readonly settings: Settings;
  readonly ports: Ports;
  readonly caPath: string;
  readonly clientSecret: string;
  /** Defined where the bot demands signed activities. */
  readonly connectorKeys: ConnectorKeys | undefined;
}

/** Process ids by name, of those that run. */
export type Pids = Readonly<Record<string, number | undefined>>;

/** The file by which others find the sandbox: it is there exactly as long as everything answers. */
export class EndpointsFile {
  readonly #path: string;
  readonly #content: object;
  #writing: Promise<void> = Promise.resolve();
  #open = false;

  constructor(options: EndpointsOptions) {
    this.#path = join(options.settings.directory, 'endpoints.json');
    this.#content = endpoints(options);
  }

  static async removeFrom(directory: string): Promise<void> {
    await rm(join(directory, 'endpoints.json'), { force: true });
  }

  async open(pids: Pids): Promise<void> {
    this.#open = true;
    await this.update(pids);
  }

  /** Writes the file anew with these process ids, where it is there. */
  update(pids: Pids): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      if (this.#open) await writeState(this.#path, { ...this.#content, pids });
    });
    return this.#writing;
  }

  async close(): Promise<void> {
    this.#open = false;
    await this.#writing.catch(() => {});
    await rm(this.#path, { force: true });
  }
}

/** Where the chat client of a person can be opened. */
export function playgroundUrl(ports: Ports, chatter: Chatter): string {
  return `http://127.0.0.1:${ports[chatter]}`;
}

function endpoints({ settings, ports, caPath, clientSecret, connectorKeys }: EndpointsOptions): object {
  const bot = `http://127.0.0.1:${ports.bot}`;
  const azure = `https://127.0.0.1:${ports.azure}`;
  return {
    bot: `${bot}/api/messages`,
    health: `${bot}/healthz`,
    budgetHook: `${bot}/hooks/budget?code=${budgetHookSecret(clientSecret)}`,
    login: azure,
    arm: azure,
    graph: azure,
    ca: caPath,
    blob: `https://127.0.0.1:${ports.blob}`,
    queue: `https://127.0.0.1:${ports.queue}`,
    control: `http://127.0.0.1:${ports.control}`,
    ...(settings.playground && {
      playgrounds: Object.fromEntries(chatters.map((chatter) => [chatter, playgroundUrl(ports, chatter)])),
    }),
    ...(connectorKeys && { openid: connectorKeys.openid, appId: clientId, signingKey: connectorKeys.signingKey }),
    tenantId,
    subscriptionId,
    clientId,
    clientSecret,
    people,
    platform: { storage: platformAccount, queue: effectsQueue },
    workspaces: workspaces.map((workspace) => ({
      id: workspace.id,
      name: workspace.name,
      resourceGroup: workspace.resourceGroup,
      groupId: workspace.groupId,
      owners: workspace.owners,
      members: workspace.members,
      machines: workspace.machines.map(({ name, os }) => ({ name, os })),
      storage: workspace.storage,
      files: seedFiles(workspace.id).map(({ path, content, sha256 }) => ({ path, bytes: content.length, sha256 })),
    })),
  };
}
