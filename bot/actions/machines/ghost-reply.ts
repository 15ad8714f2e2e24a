import { ghostsCard } from '../../../cards/machines/ghosts.ts';
import type { GhostAnswer } from '../../../services/ghosts/ghost-answers.ts';
import type { Context, Reply } from '../action.ts';

/** The card of the night with the answer on it, where that was pressed; undefined elsewhere. */
export async function ghostReply(answer: GhostAnswer, context: Context): Promise<Reply | undefined> {
  const { via, version } = context.origin;
  return via === 'card' && version === answer.ghosts?.round ? await nightReply(answer, context) : undefined;
}

/** The card of the night as it is for the caller; undefined where nothing was found. */
export async function nightReply({ ghosts, machine }: GhostAnswer, context: Context): Promise<Reply | undefined> {
  const { caller, services, now } = context;
  const { workspace } = machine;
  if (!ghosts) return undefined;
  const machines = await services.machines.list(caller, workspace);
  const versions = Object.fromEntries(machines.map(({ name, version }) => [name.toLowerCase(), version]));
  const view = { ghosts, workspace, versions, reader: caller.aadObjectId, locale: caller.locale };
  return { card: ghostsCard(view, now) };
}
