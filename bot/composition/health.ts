import needed from '../../infra/roles/graph-permissions.json' with { type: 'json' };
import maker from '../../infra/roles/labdesk-maker-role.json' with { type: 'json' };
import role from '../../infra/roles/labdesk-role.json' with { type: 'json' };
import app from '../../package.json' with { type: 'json' };
import { DependencyWatch } from '../../services/desk/dependency-watch.ts';
import { HealthReports } from '../../services/desk/health.ts';
import { permissionsFor } from '../../services/desk/rights.ts';
import type { DeadLetters } from '../../services/effects/dead-letters.ts';
import { dataContainer } from '../../services/files/files.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Foundation } from './foundation.ts';
import { loginOf } from './login.ts';

/** Of a size and region that Azure will always have. */
const priced = ['westeurope', 'EUR', ['Standard_D2s_v5']] as const;

/** Signed in place of a checkpoint; nothing that is verified begins like it. */
const proof = Buffer.from('labdesk/health/1');

/** Looks at each thing that Labdesk stands on, by the cheapest call that shows whether it works. */
export function createWatch(foundation: Foundation, workspaces: WorkspaceDirectory): DependencyWatch {
  const { config, clock, store, queue, rights, directory, fileClient, checkpoints, signer, priceClient } = foundation;
  const { metadataUrl } = loginOf(config);
  return new DependencyWatch(
    {
      azure: async () => await rights.check(),
      // A group that must be there.
      graph: async () => await directory.owners(config.ADMINS_GROUP_ID),
      login: async () => await foundation.reach(metadataUrl),
      state: async () => await store.check(),
      queue: async () => await queue.check(),
      storage: async () => {
        const place = (await workspaces.all()).find(({ storage, archivedAt }) => storage && archivedAt === undefined);
        if (place) await fileClient.check(dataContainer(place));
      },
      records: async () => await checkpoints.check(),
      signer: async () => await signer.sign(proof),
      prices: async () => await priceClient.machineSizes(...priced),
    },
    clock,
  );
}

export function createHealth(
  foundation: Foundation,
  watch: DependencyWatch,
  workspaces: WorkspaceDirectory,
  deadLetters: DeadLetters,
): HealthReports {
  const { store, clock, queue, rights, reach, config } = foundation;
  const making = config.LANDING_ZONE_FILE === undefined ? undefined : maker.Actions;
  const graph = permissionsFor(needed, config.SIGN_IN_ACTIVITY ? ['SIGN_IN_ACTIVITY'] : []);
  return new HealthReports({
    ...{ watch, store, clock, workspaces, deadLetters, queue, rights, reach },
    needed: { actions: role.Actions, dataActions: role.DataActions, graph, ...(making && { making }) },
    version: app.version,
  });
}
