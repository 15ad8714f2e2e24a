import type { Probed } from '../../services/desk/dependency-watch.ts';
import type { AzureRights, HealthReport, SweepAge } from '../../services/desk/health.ts';
import { troublesIn } from '../../services/desk/health-troubles.ts';
import type { RightsFinding } from '../../services/desk/rights.ts';
import type { FoundLetter } from '../../services/effects/dead-letters.ts';
import { ago } from '../ago.ts';
import { stateBadge } from '../badge.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { type Fact, fact } from '../fact.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { healthTexts as words } from '../texts/admin-health.ts';
import { brief } from '../wording.ts';
import template from './health.json' with { type: 'json' };

const render = cardTemplate(template);

/** With the card's own two, as many buttons as a card may hold. */
const mostLetters = 4;
const mostRights = 6;

/** How Labdesk itself is, for an admin's own chat. `note` says what a press has just done. */
export function healthCard(report: HealthReport, now: Date, note = ''): Card {
  const { probes, letters, version, uptimeSeconds } = report;
  const title = words.title(troublesIn(report));
  const failing = probes.filter(({ trouble }) => trouble).map(({ dependency }) => words.names[dependency]);
  const shown = letters?.letters.slice(0, mostLetters) ?? [];
  const rest = (letters?.letters.length ?? 0) - shown.length;
  return render({
    fallbackText: failing.length > 0 ? `${title}: ${failing.join(', ')}` : title,
    ...headline(title),
    subtitle: words.subtitle(version, uptimeSeconds),
    note,
    headings: { ...words.headings, rights: words.rights.heading },
    rows: probes.map((probed) => rowOf(probed, now)),
    facts: factsOf(report, now),
    letters: shown.map((letter) => letterRow(letter, now)),
    more: rest > 0 ? words.letters.more(rest) : '',
    rights: [...azureLines(report.azureRights), ...rightsLines(words.rights.graph, report.graphRights)].map((text) => ({
      text,
    })),
    buttons: [
      button(words.actions.refresh, 'admin.health'),
      button(words.actions.pending, 'admin.pending', {}, { mode: 'secondary' }),
    ],
  });
}

/** States that are no state of a thing are words: only what fails has a badge. */
function rowOf({ dependency, trouble, tookMs, failingSince, answeredAt }: Probed, now: Date): object {
  const name = words.names[dependency];
  if (!trouble) return { name, details: words.works(tookMs), advice: '' };
  const since = failingSince === undefined ? [] : [words.since(ago(failingSince, now))];
  const last = answeredAt === undefined ? words.notYet : words.answered(ago(answeredAt, now));
  const advice = { refused: words.identity, throttled: words.throttled }[trouble as string] ?? words.advice[dependency];
  return {
    name,
    details: [words.troubles[trouble](tookMs), ...since, last].join(' · '),
    advice,
    badge: stateBadge('Failed'),
  };
}

function factsOf({ queued, letters, sweeps, costs }: HealthReport, now: Date): Fact[] {
  const { facts, unknown } = words;
  const given =
    letters &&
    (letters.letters.length === 0 ? words.letters.none : words.letters.count(letters.letters.length, letters.hasMore));
  const heard = costs && words.costs(costs.askedAt && ago(costs.askedAt, now), costs.failures);
  return [
    ...fact(facts.queued, queued === undefined ? unknown : words.queued(queued)),
    ...fact(facts.letters, given ?? unknown),
    ...fact(facts.costs, heard ?? unknown),
    ...(sweeps ?? []).flatMap((sweep) => fact(words.sweeps[sweep.sweep], sweptText(sweep, now))),
  ];
}

function sweptText({ doneAt, dueAt, isLate }: SweepAge, now: Date): string {
  const next = words.next((Date.parse(dueAt) - now.getTime()) / 1000);
  return words.swept(doneAt && ago(doneAt, now), next, isLate);
}

function letterRow(letter: FoundLetter, now: Date): object {
  const { name, kind, diedAt, reason, retriable } = letter;
  return {
    name: brief(thingOf(letter)),
    details: words.letters.details(kind, ago(diedAt, now)),
    reason: retriable ? reason : `${reason} ${words.letters.told}`,
    buttons: retriable ? [button(words.letters.retry, 'admin.health', { id: name })] : [],
  };
}

/** As people call it; the document where they do not. */
function thingOf({ document, workspace }: FoundLetter): string {
  const [, kind, id] = /^(request|machine)\/(.+)$/.exec(document) ?? [];
  if (kind === 'request' && workspace) return `${workspace}-${id}`;
  const what = kind === 'machine' ? id! : document;
  return workspace ? `${what} · ${workspace}` : what;
}

/** In Azure rights hold in resource groups: where there is none, nothing was found out, and not all are asked for. */
function azureLines(found: AzureRights | undefined): string[] {
  const { azure, nowhere, partly } = words.rights;
  if (found?.asked === 0) return [nowhere(azure)];
  const lines = rightsLines(azure, found);
  return found && found.asked < found.open ? [...lines, partly(azure, found.asked, found.open)] : lines;
}

function rightsLines(where: string, found: RightsFinding | undefined): string[] {
  const { exact, unknown, lacks, lacksForMaking, excess } = words.rights;
  if (!found) return [unknown(where)];
  const say = (names: readonly string[], text: typeof lacks) =>
    names.length === 0 ? [] : [text(where, names.slice(0, mostRights), Math.max(0, names.length - mostRights))];
  const lines = [
    ...say(found.lacks, lacks),
    ...say(found.lacksForMaking ?? [], lacksForMaking),
    ...say(found.excess, excess),
  ];
  return lines.length > 0 ? lines : [exact(where)];
}
