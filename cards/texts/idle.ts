import { brief, plural } from '../wording.ts';

/** What is said about machines that run for nobody, and of stopping them. */
export const idleTexts = {
  title: (count: number, workspace: string) =>
    `${plural(count, 'machine')} in ${workspace} ${count === 1 ? 'runs' : 'run'} for nobody`,
  none: (workspace: string) => `No machine in ${workspace} runs for nobody`,
  noneText:
    'Whatever runs was started or connected to in the last 4 hours, or its processors work. To stop one all the same, choose it from the list.',
  text: 'Nobody came to them for 4 hours, and their processors did nothing. Open work is lost on those that you stop; files on disk stay. Stopped they cost nothing but their disks.',
  left: (count: number) =>
    count === 1
      ? 'One is not ticked, since somebody wants it left alone.'
      : `${count} are not ticked, since somebody wants them left alone.`,
  label: 'Machines to stop',
  choice: (name: string, perHour: string, since: string) =>
    [brief(name), perHour ? `${perHour} an hour` : '', since ? `runs since ${since}` : ''].filter(Boolean).join(' · '),
  tick: 'Tick at least one of them.',
  more: (count: number) => `and ${plural(count, 'more machine')}. Stop these first, then look again.`,
  actions: { stop: 'Stop those that are ticked', list: 'Show machines', leave: 'Leave them on' },
  stopping: (count: number, workspace: string) => `${plural(count, 'machine')} in ${workspace} will be stopped`,
  stoppingText: 'What became of each is told here when it is done.',
  used: (names: string) => `Not stopped, since somebody uses it again or it does not run any more: ${names}.`,
} as const;
