import { button } from '../../../cards/button.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { channelTexts as words } from '../../../cards/texts/channels.ts';
import { brief } from '../../../cards/wording.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { may } from '../../../services/policy.ts';
import type { BoundChannel } from '../../../services/workspaces/workspaces.ts';
import { type Context, defineAction, type Reply } from '../action.ts';

/** Binds the channel in which it is written to a workspace, after a card that says who reads what then; or unbinds it. */
export const bindWorkspace = defineAction({
  name: 'workspace.bind',
  summary: 'Use a channel for a workspace',
  phrases: [
    'bind this channel',
    'bind this channel to {workspace}',
    'bind channel to {workspace}',
    'bind {workspace} to this channel',
    'use this channel for {workspace}',
    'use this channel',
    'this channel is for {workspace}',
    'this channel is about {workspace}',
    'this channel belongs to {workspace}',
    'make this the channel of {workspace}',
    'connect this channel to {workspace}',
    'connect this channel with {workspace}',
    'connect {workspace} with this channel',
    'link this channel to {workspace}',
    'link {workspace} to this channel',
    'tie this channel to {workspace}',
    'attach this channel to {workspace}',
    'post news of {workspace} in this channel',
    'post the requests of {workspace} in this channel',
    'set the channel of {workspace}',
    'unbind this channel',
    'unbind channel',
    'unbind this channel from {workspace}',
    'unbind {workspace} from this channel',
    'do not use this channel for {workspace} anymore',
    'stop using this channel for {workspace}',
    'stop using this channel',
    'disconnect this channel',
    'disconnect this channel from {workspace}',
    'unlink this channel',
    'detach this channel from {workspace}',
    'this channel is no longer for {workspace}',
    'this channel is no longer about {workspace}',
    'stop posting in this channel',
  ],
  permission: 'member.manage',
  // Which one a channel is unbound from needs no saying.
  workspace: 'optional',
  inputs: {
    does: {
      kind: 'choice',
      ask: 'Shall the channel be bound or unbound?',
      label: 'What',
      optional: true,
      choices: {
        unbind: [
          'Unbind',
          'disconnect',
          'unlink',
          'detach',
          'stop using',
          'stop posting',
          'no longer',
          'not use',
          'do not',
          "don't",
          'anymore',
          'any more',
        ],
      },
    },
  },

  async confirm({ does }, { origin, workspace }) {
    if (does || !workspace || !origin.channel || isBound(workspace.channel, origin.channel)) return undefined;
    const name = brief(workspace.name);
    const { confirm } = words;
    const yes = button(confirm.yes, 'workspace.bind', { id: workspace.id, confirmed: true }, { style: 'positive' });
    const no = button(confirm.no, 'machine.list', { id: workspace.id }, { mode: 'secondary' });
    return { card: notice({ title: confirm.title(name), text: confirm.text(name), buttons: [yes, no] }) };
  },

  async run({ does }, context) {
    const { caller, origin, services, workspace } = context;
    const { channel, key, via } = origin;
    if (!channel) throw new WorkspaceError('invalid', words.elsewhere);
    if (does) return await unbound(channel, context);
    if (!workspace) throw new WorkspaceError('invalid', words.which);
    await services.channelBindings.bind(caller, workspace, channel, { key, via });
    const name = brief(workspace.name);
    const buttons = [button(words.machines, 'machine.list', { id: workspace.id })];
    return { card: notice({ title: words.bound(name), text: words.boundText(name), buttons }) };
  },
});

/** Whichever workspace the channel is bound to is meant, for those who look after it. */
async function unbound(channel: BoundChannel, context: Context): Promise<Reply> {
  const { caller, origin, services, workspace: named } = context;
  const workspace = await services.channelBindings.boundTo(channel);
  // Whoever names another one means something else.
  if (!workspace || (named && named.id !== workspace.id) || !may(caller, workspace, 'member.manage'))
    throw new WorkspaceError('not-found', words.notBound);
  const { key, via } = origin;
  await services.channelBindings.unbind(caller, workspace, { key, via });
  return { card: notice({ title: words.unbound(brief(workspace.name)), text: words.unboundText }) };
}

function isBound(one: BoundChannel | undefined, other: BoundChannel): boolean {
  return one?.conversationId === other.conversationId;
}
