import type { Dependency, Trouble } from '../../services/desk/dependency-watch.ts';
import type { Sweep } from '../../services/desk/health.ts';
import { listing, plural, span } from '../wording.ts';

const identity = "Check the rights and the credential of Labdesk's identity (infra/roles/README.md).";

/** What the card about Labdesk's own health says, in English. */
export const healthTexts = {
  title: (troubles: number) =>
    troubles === 0 ? 'Everything works' : `${plural(troubles, 'thing')} ${troubles === 1 ? 'needs' : 'need'} a look`,
  subtitle: (version: string, uptimeSeconds: number) => `Labdesk ${version}, up for ${span(uptimeSeconds)}`,
  names: {
    azure: 'Azure Resource Manager',
    graph: 'Microsoft Graph',
    login: 'Sign-in (Microsoft Entra ID)',
    state: 'The store',
    queue: 'The work queue',
    storage: 'File storage',
    records: 'Checkpoints of the records',
    signer: 'The signing key',
    teams: 'The Teams connector',
    prices: "Azure's price list",
  } satisfies Record<Dependency, string>,
  works: (tookMs: number) => `Answers in ${tookMs} ms`,
  troubles: {
    late: (tookMs: number) => `No answer within ${tookMs} ms`,
    refused: () => 'Does not let Labdesk in',
    throttled: () => 'Is asked too much',
    failed: () => 'Does not answer as it should',
  } satisfies Record<Trouble, (tookMs: number) => string>,
  since: (ago: string) => `seen first ${ago}`,
  answered: (ago: string) => `last answer ${ago}`,
  notYet: 'no answer since this instance started',
  /** What to do, by what fails; where Labdesk is not let in, it is always the same. */
  identity,
  advice: {
    azure:
      "Look at Azure's status page. Machines cannot be started or stopped until it answers; what was asked for is tried again.",
    graph:
      "Nobody's roles can be checked until it answers, so nothing can be decided. Look at the Microsoft 365 status page.",
    login: 'Without tokens nothing in Azure answers either. Look at the status page of Microsoft Entra ID.',
    state: 'Look at the database: its metrics, its firewall, its throughput. Nothing can be changed until it answers.',
    queue:
      'Look at the storage account of the queue. New commands are refused until it answers; nothing that was promised is lost.',
    storage:
      'Look at the storage account and its firewall. Files cannot be listed, checked or released until it answers.',
    records: 'Look at the storage account of the ledger. Records are kept all the same, and signed later.',
    signer: 'Look at the Key Vault and its firewall. Records are kept all the same, and signed later.',
    teams: 'Messages are tried again by themselves. Look at the Microsoft 365 status page.',
    prices: 'Estimates go on with the last prices. There is nothing to do unless it lasts for days.',
  } satisfies Record<Dependency, string>,
  throttled: 'It recovers by itself. If it does not, find out who else asks it as much.',
  facts: { queued: 'In the queue', letters: 'Given up', costs: 'Costs' },
  queued: (count: number) => `about ${plural(count, 'message')}`,
  sweeps: {
    costs: 'Costs are reckoned',
    ghosts: 'Idle machines are looked for',
    drop: 'Cost files are made',
    members: 'Groups are looked at',
    reviews: 'Reviews of members are begun',
    endings: 'End dates are looked at',
    retention: 'Old names are removed',
  } satisfies Record<Sweep, string>,
  swept: (ago: string | undefined, next: string, isLate: boolean) =>
    `${ago === undefined ? 'not yet' : `last ${ago}`}, ${isLate ? 'late' : next}`,
  next: (inSeconds: number) => (inSeconds < 60 ? 'next now' : `next in ${span(inSeconds)}`),
  costs: (ago: string | undefined, failures: number) => {
    const heard = ago === undefined ? 'Azure has not answered yet' : `figures of ${ago}`;
    return failures > 0 ? `${heard}; asked ${plural(failures, 'time')} since without an answer` : heard;
  },
  unknown: 'could not be asked',
  letters: {
    none: 'nothing',
    count: (count: number, isMore: boolean) => `${plural(count, 'step')}${isMore ? ' or more' : ''}`,
    heading: 'Given up',
    details: (step: string, ago: string) => `${step}, given up ${ago}`,
    told: 'Its people were told; they can do it anew.',
    more: (count: number) => `${plural(count, 'more step')} ${count === 1 ? 'is' : 'are'} not shown here.`,
    retry: 'Try again',
    retried: 'It is being tried again. Refresh in a minute to see whether it went well.',
    gone: 'That was tried again before, or is gone.',
  },
  rights: {
    heading: "Labdesk's own rights",
    azure: 'In Azure',
    graph: 'In Microsoft Graph',
    exact: (where: string) => `${where}: exactly what is needed.`,
    unknown: (where: string) => `${where}: could not be asked.`,
    nowhere: (where: string) => `${where}: could not be asked, since there is no open workspace yet.`,
    partly: (where: string, asked: number, open: number) => `${where}, asked for ${asked} of ${open} workspaces.`,
    lacks: (where: string, names: readonly string[], more: number) =>
      `${where}, lacking: ${named(names, more)}. Grant it by infra/roles/README.md.`,
    lacksForMaking: (where: string, names: readonly string[], more: number) =>
      `${where}, lacking to make workspaces: ${named(names, more)}. Grant the second role of infra/roles/README.md.`,
    excess: (where: string, names: readonly string[], more: number) =>
      `${where}, more than needed: ${named(names, more)}. Take it away.`,
  },
  headings: { dependencies: 'What Labdesk stands on', work: 'What it does by itself' },
  actions: { refresh: 'Refresh', pending: 'Show what waits' },
} as const;

function named(names: readonly string[], more: number): string {
  return more > 0 ? `${names.join(', ')} and ${more} more` : listing(names);
}
