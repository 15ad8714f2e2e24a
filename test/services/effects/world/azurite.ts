import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const noTelemetry = new URL('../../../../sandbox/preloads/no-telemetry.ts', import.meta.url).href;

export interface QueueServer {
  /** Of a queue that no other test uses. */
  url(name: string): string;
  stop(): Promise<void>;
}

/** The account that every Azurite has. */
export const account = {
  name: 'devstoreaccount1',
  key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
};

/** Azurite's queue service in a process of its own, in memory, on a free port. */
export async function startAzurite(): Promise<QueueServer> {
  const program = join(import.meta.dirname, '../../../../node_modules/azurite/dist/src/queue/main.js');
  const options = [
    program,
    '--inMemoryPersistence',
    '--skipApiVersionCheck',
    '--disableTelemetry',
    '--silent',
    '--queuePort',
    '0',
  ];
  const child = spawn(process.execPath, ['--import', noTelemetry, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const base = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const address = /successfully listens on (\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', () => reject(new Error(`Azurite did not start: ${said}`)));
  });
  return {
    url: (name) => `${base}/${account.name}/${name}`,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
