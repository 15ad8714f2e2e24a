import { stopAllCancelled, stopAllCard } from '../../cards/admin/stop-all.ts';
import { stopAllProgress } from '../../cards/admin/stop-all-progress.ts';
import type { Card } from '../../cards/card.ts';
import { money } from '../../services/money/money.ts';
import type { OrderedMachine, StopAll } from '../../services/stop-alls/stop-all.ts';
import { admin, workspace } from '../support/machine-samples.ts';

const names = Array.from({ length: 14 }, (_, index) => `onc-${index + 1}`);

export function stopAllSample(more: Partial<StopAll> = {}): StopAll {
  return {
    ...{ partition: 'stopall/abc', id: 'stopall', kind: 'stopall', schema: 1, version: 1, state: 'draft' },
    ...{ history: [], archived: 0, effects: [], deadLetters: [], by: admin, word: 'stop 14' },
    saved: [money('12.5', 'EUR')],
    machines: ordered('running'),
    ...more,
  };
}

function ordered(...states: readonly OrderedMachine['state'][]): OrderedMachine[] {
  return names.map((machine, index) => {
    const state = states[index % states.length]!;
    const problem = state === 'failed' || state === 'refused' ? 'A lock forbids it. Ask an admin.' : undefined;
    return { workspace: 'oncology', machine, state, isOurs: true, ...(problem && { problem }) };
  });
}

const machines = names.map((machine, index) => ({
  workspace: workspace(index < 10 ? 'oncology' : 'genomics'),
  machine,
  users: index === 0 ? ['Researcher', 'Owner', 'Admin'] : [],
}));
const locale = 'en-GB';
const progress = (more: Partial<StopAll>, place?: string) =>
  stopAllProgress({ order: stopAllSample(more), place, locale });

/** What admins see of the stopping of everything. */
export const stopAllSamples: Readonly<Record<string, Card>> = {
  'everything that would be stopped': stopAllCard({
    order: stopAllSample(),
    machines,
    more: 0,
    place: undefined,
    locale,
  }),
  'everything that would be stopped, with a wrong word': stopAllCard({
    ...{ order: stopAllSample({ word: 'Oncology', saved: [] }), machines: machines.slice(0, 1), more: 3 },
    ...{ place: 'Oncology', locale, note: 'Nothing was stopped. Type "Oncology" to go on.' },
  }),
  'nothing that could be stopped': stopAllCard({
    order: stopAllSample(),
    machines: [],
    more: 0,
    place: undefined,
    locale,
  }),
  'everything left on': stopAllCancelled(),
  'everything being stopped': progress({ state: 'stopping', machines: ordered('stopping', 'stopped', 'waiting') }),
  'everything stopped': progress({ state: 'stopped', machines: ordered('stopped') }),
  'everything stopped but some': progress({ state: 'stopped', machines: ordered('stopped', 'failed') }, 'Oncology'),
  'everything being started again': progress({ state: 'starting', machines: ordered('starting', 'started') }),
  'everything started again but some': progress({ state: 'started', machines: ordered('started', 'refused') }),
  'everything started again': progress({ state: 'started', machines: ordered('started') }),
};
