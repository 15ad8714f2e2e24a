import { ghostsCard } from '../../../cards/machines/ghosts.ts';
import type { GhostAnswer } from '../../../services/ghost-answers.ts';
import type { Context, Reply } from '../action.ts';

/** The card of the night with the answer on it, where that was pressed; undefined elsewhere. */
export async function ghostReply({ ghosts, machine }: GhostAnswer, context: Context): Promise<Reply | undefined> {
  const { origin, caller, services, now } = context;
  const { workspace } = machine;
  if (!ghosts || origin.via !== 'card' || origin.version !== ghosts.round) return undefined;
  const machines = await services.machines.list(caller, workspace);
  const versions = Object.fromEntries(machines.map(({ name, version }) => [name.toLowerCase(), version]));
  const view = { ghosts, workspace, versions, reader: caller.aadObjectId, locale: caller.locale };
  return { card: ghostsCard(view, now) };
}
