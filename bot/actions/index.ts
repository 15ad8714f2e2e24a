import type { Action } from './action.ts';
import { toComing } from './come.ts';
import { comingActions } from './coming.ts';
import { help } from './help/help.ts';
import { connectMachine } from './machines/connect.ts';
import { listMachines } from './machines/list.ts';
import { restartMachine } from './machines/restart.ts';
import { showMachine } from './machines/show.ts';
import { startMachine } from './machines/start.ts';
import { stopMachine } from './machines/stop.ts';
import { listWorkspaces } from './workspaces/list.ts';
import { showWorkspace } from './workspaces/show.ts';
import { useWorkspace } from './workspaces/use.ts';

/** Every action Labdesk knows: the only list. Help, understanding, routing and the Teams manifest derive from it. */
export const actions: readonly Action[] = [
  help,
  listMachines,
  startMachine,
  connectMachine,
  stopMachine,
  restartMachine,
  showMachine,
  listWorkspaces,
  useWorkspace,
  showWorkspace,
  ...comingActions.map(toComing),
];
