import { plural } from '../wording.ts';

/** What admins read when they stop everything, and start it again. */
export const stopAllTexts = {
  plan: {
    title: (count: number, place: string | undefined) =>
      `Stop ${plural(count, 'machine')} ${place ? `in ${place}` : 'in all workspaces'}?`,
    none: (place: string | undefined) => (place ? `Nothing runs in ${place}` : 'Nothing runs in any workspace'),
    noneText: 'There is nothing to stop.',
    text: 'Open work is lost; files on disk stay.',
    saves: (sums: string) => `They cost ${sums} an hour.`,
    place: (name: string, machines: number) => `${name}: ${plural(machines, 'machine')}`,
    users: (names: string) => `connected lately: ${names}`,
    unused: 'nobody connected lately',
    more: (count: number) => `${plural(count, 'more workspace')}.`,
    later: (count: number) => `${plural(count, 'more machine')} would be left for a second order.`,
    word: (word: string) => `Type ${word} to go on`,
    cancelled: 'Nothing was stopped',
    cancelledText: 'All machines are as they were.',
  },
  progress: {
    stopping: (done: number, count: number) => `Stopping: ${done} of ${count} stopped`,
    stopped: (count: number) => `${plural(count, 'machine')} stopped`,
    starting: (done: number, count: number) => `Starting again: ${done} of ${count} started`,
    started: (count: number) => `${plural(count, 'machine')} started again`,
    partlyStopped: (failed: number, count: number) => `${failed} of ${plural(count, 'machine')} could not be stopped`,
    partlyStarted: (failed: number, count: number) => `${failed} of ${plural(count, 'machine')} could not be started`,
    everything: 'In all workspaces.',
    only: (place: string) => `In ${place}.`,
    line: (how: string, place: string | undefined) => `${how} in ${place ?? 'all workspaces'}.`,
    saved: (sums: string) => `That saves ${sums} an hour.`,
    failed: 'What failed still costs: look at it in Azure, or stop it by itself.',
    undo: 'Starting again starts those machines that were stopped here, and no others.',
    more: (count: number) => `${plural(count, 'more machine')}.`,
    updates: 'This card changes by itself; you need not wait here.',
    states: {
      running: 'Started',
      waiting: 'Pending',
      stopping: 'Stopping',
      stopped: 'Stopped',
      failed: 'Failed',
      starting: 'Starting',
      started: 'Started',
      refused: 'Failed',
    },
  },
  actions: { stop: 'Stop them', cancel: 'Leave them on', again: 'Start them again' },
} as const;
