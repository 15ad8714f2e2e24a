import { type OrderedMachine, type StopAll, stopAllId, stoppedByUs } from '../../services/stop-alls/stop-all.ts';
import { stateBadge } from '../badge.ts';
import { budgetNewsCard } from '../budgets/news.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { stopAllTexts } from '../texts/admin-stop-all.ts';
import { texts } from '../texts.ts';
import { brief } from '../wording.ts';
import { savedText } from './stop-all.ts';

const { progress: words, actions } = stopAllTexts;
const mostRows = 10;
const ranks: readonly OrderedMachine['state'][] = [
  ...(['failed', 'refused', 'waiting', 'running', 'stopping', 'starting', 'stopped', 'started'] as const),
];

export interface StopAllProgressView {
  readonly order: StopAll;
  /** The name of the workspace; undefined where it is for all. */
  readonly place: string | undefined;
  /** BCP 47. */
  readonly locale: string;
}

/** How the stopping of everything goes, machine by machine, those first that failed; in the end it can be undone. */
export function stopAllProgress({ order, place, locale }: StopAllProgressView): Card {
  const { state, machines } = order;
  const sorted = machines.toSorted((a, b) => ranks.indexOf(a.state) - ranks.indexOf(b.state));
  const isStop = state === 'stopping' || state === 'stopped';
  const isOver = state === 'stopped' || state === 'started';
  const canUndo = state === 'stopped' && stoppedByUs(order).length > 0;
  const failed = machines.filter(hasFailed).length;
  return budgetNewsCard({
    title: titleOf(order),
    text: [
      place ? words.only(brief(place)) : words.everything,
      isStop ? savedText(order.saved, locale, words.saved) : '',
      isStop && failed > 0 ? words.failed : '',
      canUndo ? words.undo : '',
    ]
      .filter(Boolean)
      .join(' '),
    rows: sorted.slice(0, mostRows).map((one) => ({
      name: brief(one.machine),
      weight: 'Default',
      details: [one.workspace, one.problem].filter(Boolean).join(' · '),
      sum: '',
      badge: stateBadge(words.states[one.state]),
      showTitle: texts.machine.actions.show(brief(one.machine)),
      show: { id: `${one.workspace}/${one.machine}` },
      buttons: [],
    })),
    more: sorted.length > mostRows ? words.more(sorted.length - mostRows) : '',
    note: isOver ? '' : words.updates,
    buttons: canUndo ? [button(actions.again, 'admin.stopall', { id: `again/${stopAllId(order)}` })] : [],
  });
}

/** How it ended, in a line. */
export function stopAllLine({ order, place }: Pick<StopAllProgressView, 'order' | 'place'>): string {
  return words.line(titleOf(order), place && brief(place));
}

function titleOf({ state, machines }: StopAll): string {
  const count = machines.length;
  const failed = machines.filter(hasFailed).length;
  const done = machines.filter((one) => one.state === 'stopped' || one.state === 'started').length;
  if (state === 'starting') return words.starting(done, count);
  if (state === 'started') return failed > 0 ? words.partlyStarted(failed, count) : words.started(count);
  if (state !== 'stopped') return words.stopping(done, count);
  return failed > 0 ? words.partlyStopped(failed, count) : words.stopped(count);
}

function hasFailed({ state }: OrderedMachine): boolean {
  return state === 'failed' || state === 'refused';
}
