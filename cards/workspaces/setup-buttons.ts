import { isBlocked } from '../../services/setups/workspace-setup.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { notice } from '../talk/notice.ts';
import { setupTexts } from '../texts/workspace-setup.ts';
import { brief } from '../wording.ts';
import type { SetupView } from './setup.ts';

const { actions, confirmRemove } = setupTexts;
const verb = 'workspace.create';

/** What can be done with it now, by whoever reads it. Whether they may is asked again at the press. */
export function setupButtons(view: SetupView): Button[] {
  const { setup, reader, isYours } = view;
  const { state, workspace: id, planned: version } = setup;
  const name = brief(setup.plan.name);
  const change = button(actions.change, verb, { id: `change/${id}` });
  const again = button(actions.askAgain, verb, { id: `change/${id}` });
  if (state === 'checking') return isYours ? [button(actions.withdraw, verb, { id: `withdraw/${id}` })] : [];
  if (state === 'waiting' && reader === 'admin') {
    const create = button(
      actions.create(name),
      verb,
      { id: `create/${id}`, version, confirmed: true },
      { style: 'positive' },
    );
    const check = button(actions.check, verb, { id: `check/${id}` });
    const decide = isBlocked(setup) ? check : create;
    if (isYours) return [decide, change, button(actions.leave, verb, { id: `withdraw/${id}` })];
    return [decide, button(actions.decline, verb, { id: `decline/${id}`, version })];
  }
  if (state === 'waiting') return isYours ? [change, button(actions.withdraw, verb, { id: `withdraw/${id}` })] : [];
  if (state === 'declined' || state === 'withdrawn' || state === 'removed') return isYours ? [again] : [];
  if (state === 'failed' && reader === 'admin')
    return [
      button(actions.again, verb, { id: `again/${id}` }, { style: 'positive' }),
      button(actions.remove, verb, { id: `remove/${id}` }),
    ];
  return state === 'ready' ? readyButtons(view, name) : [];
}

/** For the owner people come first, for everybody else machines. */
function readyButtons(view: SetupView, name: string): Button[] {
  const { setup, reader } = view;
  const { workspace: id } = setup;
  const members = (style?: 'positive') => button(actions.members(name), 'member.list', { id }, style && { style });
  const machines = (style?: 'positive') => button(actions.machines, 'machine.list', { id }, style && { style });
  if (ownsIt(view)) return [members('positive'), machines()];
  if (reader === 'member') return [machines('positive')];
  if (reader === 'admin') return [button(actions.show(name), 'workspace.show', { id }), members()];
  return [];
}

/** True where it was made for the reader, whether they asked for it themselves or somebody else did. */
export function ownsIt({ setup: { plan, askedBy }, reader, isYours }: SetupView): boolean {
  return reader === 'owner' || (isYours && plan.owner.aadObjectId === askedBy.aadObjectId);
}

/** Names what is deleted, before it is. */
export function confirmRemoveSetup({ plan, workspace: id }: SetupView['setup']): Card {
  return notice({
    title: confirmRemove.title(brief(plan.name)),
    text: confirmRemove.text,
    buttons: [
      button(actions.remove, verb, { id: `remove/${id}`, confirmed: true }, { style: 'destructive' }),
      button(actions.keep, verb, { id: `show/${id}` }),
    ],
  });
}
