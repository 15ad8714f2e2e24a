import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { loadCertificates } from '../sandbox/certificates.ts';
import { type Calls, LargeAzure } from './budgets/azure.ts';
import type { Swept } from './budgets/sweeper.ts';
import { unpin } from './peers.ts';

/** The dearer of two sweeps, the first one and that of the next hour. */
export interface SweepFigures extends Swept {
  readonly workspaces: number;
  /** Calls of the cost service above the pages of its query. */
  readonly costCallsMore: number;
  /** Compute lists to pages. */
  readonly listsAPage: number;
}

export interface BudgetFigures {
  readonly small: SweepFigures;
  readonly large: SweepFigures;
  /** The large one's time to the small one's, by ten times as many workspaces. */
  readonly ratio: number;
  /** Calls to Azure in a hundred looks at a budget whose figures are fresh. */
  readonly showCalls: number;
}

const sweeper = fileURLToPath(new URL('./budgets/sweeper.ts', import.meta.url));
const nodeOptions = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));

/** Sweeps an Azure of three machines a workspace, 90,000 and 900,000 rows of costs, in a process of its own; Azure is this one. */
export async function measureBudgets({ workspaces = 10_000 } = {}): Promise<BudgetFigures> {
  const small = await measureSweep(workspaces / 10);
  const large = await measureSweep(workspaces);
  return {
    small: small.figures,
    large: large.figures,
    ratio: large.figures.seconds / small.figures.seconds,
    showCalls: large.showCalls,
  };
}

async function measureSweep(workspaces: number): Promise<{ figures: SweepFigures; showCalls: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'labdesk-budgets-'));
  const certificates = await loadCertificates(directory);
  const azure = await LargeAzure.start(workspaces, certificates);
  const child = fork(sweeper, [azure.origin, join(directory, 'store.db'), `${workspaces}`], {
    execArgv: nodeOptions,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificates.caPath },
  });
  // Beside Azure, which is this process, not on its core.
  unpin(child.pid!);
  const ended = once(child, 'exit');
  const ask = async <T>(what: string | undefined): Promise<T> => {
    if (what !== undefined) child.send(what);
    const [answer] = await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error('The sweeper ended.'))),
    ]);
    return answer as T;
  };
  try {
    await ask(undefined);
    const swept: { readonly calls: Calls; readonly sweep: Swept }[] = [];
    for (let time = 0; time < 2; time += 1) {
      const sweep = await ask<Swept>('sweep');
      swept.push({ sweep, calls: azure.takeCalls() });
    }
    await ask('show');
    const shown = Object.values(azure.takeCalls()).reduce((sum, calls) => sum + calls, 0);
    const most = (of: (each: (typeof swept)[number]) => number) => Math.max(...swept.map(of));
    const figures = {
      workspaces,
      seconds: most(({ sweep }) => sweep.seconds),
      cpuSeconds: most(({ sweep }) => sweep.cpuSeconds),
      peakRssMiB: most(({ sweep }) => sweep.peakRssMiB),
      costCallsMore: most(({ calls }) => calls.cost - calls.costPages),
      listsAPage: most(({ calls }) => calls.compute / calls.computePages),
    };
    return { figures, showCalls: shown };
  } finally {
    child.kill('SIGKILL');
    await ended;
    azure.close();
    await rm(directory, { recursive: true, force: true });
  }
}
