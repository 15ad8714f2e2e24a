import type { MachineState, MachineVerb } from '../services/machine.ts';

/** "2 minutes", "3 h 5 min": how long something is or was, in words. */
export function span(seconds: number): string {
  if (seconds < 60) return plural(Math.max(1, Math.round(seconds)), 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return plural(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return plural(Math.floor(hours / 24), 'day');
  return minutes % 60 === 0 ? plural(hours, 'hour') : `${hours} h ${minutes % 60} min`;
}

const irregular: Readonly<Record<string, string>> = { person: 'people' };

/** "1 machine", "2 machines", "3 people". */
export function plural(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : (irregular[noun] ?? `${noun}s`)}`;
}

/** "A", "A and B", "A, B and C". */
export function listing(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A name in a sentence: as it is, or cut where it is longer than names are. */
export function brief(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`;
}

/** `m:ss`, as a stopwatch shows it. */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

const present: Readonly<Record<MachineVerb, string>> = { start: 'starting', stop: 'stopping', restart: 'restarting' };
const infinitive: Readonly<Record<MachineVerb, string>> = { start: 'start', stop: 'stop', restart: 'restart' };

/** Everything Labdesk says on cards, in English; one catalogue, so that other languages can stand beside it. */
export const texts = {
  machine: {
    actions: {
      connect: (name: string) => `Connect to ${name}`,
      start: (name: string) => `Start ${name}`,
      stop: (name: string) => `Stop ${name}`,
      restart: (name: string) => `Restart ${name}`,
      show: (name: string) => `Show ${name}`,
      connectShort: 'Connect',
      startShort: 'Start',
      tryAgain: 'Try again',
      refresh: 'Refresh',
      all: 'All machines',
      leaveOn: 'Leave it on',
      more: (count: number) => `${plural(count, 'more machine')}`,
      back: 'First page',
    },
    facts: {
      size: 'Size',
      system: 'System',
      since: 'Since',
      usedBy: 'In use',
      host: 'Host',
      valid: 'Valid',
      sizes: 'Azure size',
    },
    state: (name: string, state: MachineState) => `${name} is ${state.toLowerCase()}.`,
    doing: (name: string, verb: MachineVerb) => `${name} is ${present[verb]}`,
    askedBy: (who: string, self: boolean) => (self ? 'asked by you' : `asked by ${brief(who)}`),
    failedTitle: (name: string, verb: MachineVerb) => `${name} could not ${infinitive[verb]}`,
    already: (name: string, state: MachineState) =>
      `${name} is ${state.toLowerCase()} already, so nothing was changed.`,
    steps: {
      asked: 'Asked Azure',
      start: ['Azure is starting it', 'Ready to connect'],
      stop: ['Azure is stopping it', 'Stopped, costs nothing'],
      restart: ['Azure is restarting it', 'Ready to connect'],
    } satisfies Record<string, string | readonly [string, string]>,
    usually: (seconds: number) => `usually ${stopwatch(seconds)}`,
    updates: 'This card changes by itself; you need not wait here.',
    confirmTitle: (name: string, verb: MachineVerb) => `${verb === 'stop' ? 'Stop' : 'Restart'} ${name}?`,
    consequence: {
      stop: 'Open work is lost; files on disk stay. It costs nothing while it is stopped.',
      restart: 'Open work is lost; files on disk stay. It is back in a few minutes.',
      start: '',
    } satisfies Record<MachineVerb, string>,
    nobodyElse: 'Nobody else connected to it lately.',
    startedAgo: (who: string, seconds: number) => `${brief(who)} started it ${span(seconds)} ago.`,
    connectedAgo: (who: string, seconds: number) => `${brief(who)} connected ${span(seconds)} ago.`,
    done: (name: string, verb: MachineVerb) =>
      ({
        start: `${name} is started. You can connect now.`,
        stop: `${name} is stopped and costs nothing until it is started again.`,
        restart: `${name} has restarted. You can connect now.`,
      })[verb],
    list: {
      title: (workspace: string) => `Machines in ${workspace}`,
      titleAll: 'Your machines',
      summary: (started: number, count: number) => `${started} of ${count} started`,
      none: 'There is no machine here yet. Ask an admin for one.',
    },
    connect: {
      title: (name: string) => `Connect to ${name}`,
      open: 'Get the connection file',
      once: 'Once, within 5 minutes',
      windowsAsks: (host: string) =>
        `Windows says "Unknown remote connection" when you open the file. Check that the address is ${host}, leave everything unticked, and choose Connect.`,
      ownChat: {
        sent: 'A connection file is for you alone, so I sent the link to your own chat with me.',
        unsent: 'A connection file is for you alone. Open your own chat with me and ask there.',
      },
      notStarted: (name: string) => `${name} does not run. Start it, then connect.`,
    },
  },
  workspace: {
    list: {
      title: 'Your workspaces',
      summary: (count: number) => `You work in ${plural(count, 'workspace')}.`,
      none: 'You are in no workspace yet. Ask the owner of one, or an admin, to add you.',
      use: 'Work here',
      current: 'You work here now',
      archived: 'Archived',
    },
    role: { owner: 'Owner', member: 'Member' },
    visitor: 'Not a member',
    using: (name: string) => `You work in ${name} now. What you write next is about ${name}.`,
    which: 'Which workspace is this about?',
    facts: { role: 'Your role', people: 'People', machines: 'Machines', owners: 'Owners', lastDay: 'Last day' },
    show: 'Show machines',
    switch: 'Switch workspace',
  },
  help: {
    title: 'What can I do for you?',
    welcome: 'Welcome. What can I do for you?',
    stranger:
      'You are in no workspace yet. The owner of a workspace, or an admin, can add you. Write “new workspace” to ask for one.',
    working: (workspace: string) => `You work in ${workspace}. Write it in your own words, or press.`,
    own: 'Write it in your own words, or press.',
    unverified: 'I cannot check right now what you may do, so this is not all. Try again in a few minutes.',
    later: (nouns: string) => `Coming later: ${nouns}.`,
    groups: {
      machine: 'Machines',
      workspace: 'Workspaces',
      request: 'Requests',
      file: 'Files',
      dataset: 'Datasets',
      budget: 'Money',
      member: 'People',
      audit: 'Record',
      admin: 'Administration',
    } as Readonly<Record<string, string>>,
    icons: {
      machine: 'Desktop',
      workspace: 'Building',
      request: 'DocumentArrowRight',
      file: 'FolderOpen',
      dataset: 'Database',
      budget: 'Wallet',
      member: 'People',
      audit: 'ClipboardTextLtr',
      admin: 'Settings',
    } as Readonly<Record<string, string>>,
    machines: 'Show machines',
    switch: 'Switch workspace',
  },
  talk: {
    notUnderstood: 'I did not understand that',
    nearest: 'Did you mean one of these? Or write it in other words.',
    nothing: 'Write what you need, for example "machines" or "start onc-r".',
    didYouMean: (name: string) => `Did you mean ${name}?`,
    noSuch: (what: string, said: string) => `I know no ${what} "${said}" here.`,
    cancelled: 'Nothing was changed.',
    cancelledTitle: 'Cancelled',
    nothingToCancel: 'There is nothing to cancel. Write "help" to see what I can do.',
    cancel: 'Cancel',
    yes: (name: string) => `Yes, ${name}`,
    coming: (summary: string) => `Not here yet: ${summary}`,
    choose: 'Choose one',
    goOn: 'Go on',
    support: (id: string) => `If you ask for help, mention ${id}.`,
    failed: 'That did not work',
    failedText: 'Something went wrong on our side and nothing was changed. Try again in a minute.',
    slow: (id: string) =>
      `This takes longer than it should. It may still be done, so look how things stand before you ask again. If you ask for help, mention ${id}.`,
    unknownButton: 'I do not know this button any more. Write "help" to see what I can do.',
    forgedButton: 'This is not a button of mine, so nothing was changed. Write "help" to see what I can do.',
    ownChat: {
      sent: 'That is for you alone, so I sent it to your own chat with me.',
      unsent: 'That is for you alone. Open your own chat with me and ask there.',
    },
    dialog: {
      done: 'I wrote to you in your own chat with me. You can follow it there.',
      unreached: 'It is on its way. Open your own chat with me to follow it.',
    },
    help: 'Help',
    welcome: (name: string) => `Welcome, ${name}`,
    errors: {
      forbidden: 'You may not do that',
      'not-found': 'I could not find that',
      invalid: 'That does not fit',
      busy: 'Busy right now',
      conflict: 'That does not go now',
      'over-budget': 'The money is gone',
      stale: 'This has changed since',
      quota: 'The quota is used up',
      capacity: 'Azure has no room right now',
      refused: 'Labdesk may not do that',
      timeout: 'That took too long',
      throttled: 'Too much at once',
      unavailable: 'That does not work right now',
      unverified: 'I could not check that you may',
    },
  },
} as const;
