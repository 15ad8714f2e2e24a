import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../sandbox/ports.ts';
import { startUntilReady } from '../../../../sandbox/ready-program.ts';
import { listens, until } from '../../../../sandbox/until.ts';

const noTelemetry = new URL('../../../../sandbox/preloads/no-telemetry.ts', import.meta.url).href;
const entry = createRequire(import.meta.url).resolve('azurite/dist/src/queue/main.js');
const startsWithinMs = 60_000;

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

/** Azurite's queue service in a process of its own, in memory, on a free port. On a busy machine it takes up to a minute. */
export async function startAzurite(): Promise<QueueServer> {
  const directory = await mkdtemp(join(tmpdir(), 'labdesk-queue-'));
  const port = await freePort();
  const name = "Azurite's queue service";
  const program = await startUntilReady(
    {
      name,
      args: [
        ...['--import', noTelemetry, entry, '--queuePort', `${port}`],
        ...['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent'],
      ],
      logPath: join(directory, 'azurite.log'),
    },
    (signal) => until(() => listens(port), { signal, deadlineInMs: startsWithinMs, name }),
  );
  return {
    url: (queue) => `http://127.0.0.1:${port}/${account.name}/${queue}`,
    stop: async () => {
      await program.stop(2000);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
