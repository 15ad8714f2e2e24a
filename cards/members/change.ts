import { isUnderWay, type MemberChange, type MemberTask } from '../../services/members/member-record.ts';
import { stateBadge } from '../badge.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { named, memberTexts as words } from '../texts/members.ts';
import { brief } from '../wording.ts';
import template from './change.json' with { type: 'json' };

const { actions, change: says } = words;
const render = cardTemplate(template);

/** How a change of people goes: what waits, what is done, and what did not go and why. */
export function memberChangeCard(
  change: MemberChange,
  workspace: { readonly id: string; readonly name: string },
): Card {
  const { verb, tasks, by } = change;
  const failed = tasks.filter(({ state }) => state === 'failed');
  const state = isUnderWay(change) ? 'pending' : failed.length > 0 ? 'failed' : 'done';
  const title = titleOf(change, state, failed, brief(workspace.name));
  const told = tasks.some(({ person }) => person.aadObjectId !== by.aadObjectId);
  const after = verb === 'remove' ? says.gone : says.told;
  const text = { pending: says.waits, failed: problemsOf(failed), done: told ? after : '' }[state];
  const isAdding = verb === 'add' || verb === 'appoint';
  const again = failed.length === 1 && failed[0]!.person.aadObjectId;
  return render({
    fallbackText: `${title}. ${text}`.trim(),
    ...headline(title),
    subtitle: '',
    badge: stateBadge(says.badges[state]),
    rows: tasks.length > 1 ? tasks.map(rowOf) : [],
    text,
    buttons: [
      ...(again && verb !== 'demote' && state === 'failed'
        ? [button(actions.tryAgain, isAdding ? 'member.add' : 'member.remove', { id: `${workspace.id}/${again}` })]
        : []),
      button(actions.show, 'member.list', { id: workspace.id }),
    ],
  });
}

/** How it ended, in a line. */
export function memberChangeLine(change: MemberChange, workspace: { readonly name: string }): string {
  const failed = change.tasks.filter(({ state }) => state === 'failed');
  const title = titleOf(change, failed.length > 0 ? 'failed' : 'done', failed, brief(workspace.name));
  return `${title}. ${problemsOf(failed)}`.trim();
}

function problemsOf(failed: readonly MemberTask[]): string {
  return [...new Set(failed.flatMap(({ problem }) => problem ?? []))].join(' ');
}

function titleOf(
  { verb, tasks }: MemberChange,
  state: 'pending' | 'done' | 'failed',
  failed: readonly MemberTask[],
  workspace: string,
): string {
  const who = (some: readonly MemberTask[]) => named(some.map(({ person }) => person.name));
  if (state === 'pending') return says.pending[verb](who(tasks), workspace);
  if (state === 'failed') return says.failed[verb](who(failed), workspace);
  return says.done[verb](who(tasks), tasks.length, workspace);
}

function rowOf({ person, state }: MemberTask): { name: string; how: string } {
  return { name: brief(person.name), how: ` · ${says.badges[state].toLowerCase()}` };
}
