import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { NewEffect } from '../change/aggregate.ts';
import { type EffectContext, type EffectOutcome, type Then, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import type { Clock } from '../time/clock.ts';
import { type Announcement, announcement, leftOf, nobodyTold, peopleInPart, reportOf } from './announcement.ts';
import type { AnnouncementAudience } from './announcement-audience.ts';
import type { AnnouncementParts } from './announcement-parts.ts';
import { type Round, type Teller, Telling } from './announcement-round.ts';
import { announcementPatienceInMs } from './announcements.ts';

export interface AnnouncementDeliveryParts {
  readonly audience: AnnouncementAudience;
  readonly parts: AnnouncementParts;
  readonly teller: Teller;
  /** Shows on the way how far it is; whatever goes wrong there is nothing to the delivery. */
  readonly progress: (announcement: Announcement) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Where Teams does not answer at all, the parts that were begun take a few minutes. */
const timeoutInMs = 300_000;
/** So often it is put on record in the announcement how far it is; in real time, since that is what a crash would cost. */
const recordedEveryMs = 30_000;
/** So many parts at the same time: the last ones of a part keep nobody of the next one waiting. */
const partsAtOnce = 2;
const dayInMs = 86_400_000;
/** Between two rounds over those who could not be told just now: the longer the more rounds there were. */
const pauses = [0, 30_000, 120_000, 600_000];

/**
 * Carries an announcement to everybody: finds out who it is, puts them on record in parts, and goes through the parts until nobody is
 * left, or it is too late. What came of whom is kept as each part is through, and every half a minute in the announcement, so that its
 * numbers always add up. Whoever takes over after a crash goes through the same parts, where nobody is told again (Courier).
 */
export class AnnouncementDelivery {
  readonly #parts: AnnouncementDeliveryParts;

  constructor(parts: AnnouncementDeliveryParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    const options = { maxAttempts: tireless, timeoutInMs };
    effects.register<Announcement>(announcement, 'announcement.gather', {
      ...options,
      handle: async (_, document) => await this.#gather(document),
      onDead: ({ deadline }, { state }) => (state === 'gathering' ? ended(new Date(deadline)) : undefined),
    });
    effects.register<Announcement>(announcement, 'announcement.deliver', {
      ...options,
      handle: async ({ data }, document, context) => await this.#deliver(document, data as unknown as Round, context),
      onDead: ({ deadline }, current) => over(givenUp(current), new Date(deadline)),
    });
  }

  /** Parts of an attempt that was interrupted count for nothing: every attempt names its own. */
  async #gather(document: Announcement): Promise<EffectOutcome<Announcement>> {
    if (document.state !== 'gathering') return { done: true };
    const { people, gone } = await this.#parts.audience.people(document.workspace);
    const list = randomUUID();
    const sizes: number[] = [];
    for (let from = 0; from < people.length; from += peopleInPart) {
      const some = people.slice(from, from + peopleInPart);
      await this.#parts.parts.create(document, list, sizes.length, some);
      sizes.push(some.length);
    }
    return {
      done: true,
      change: ({ state, startedAt }) => {
        if (state !== 'gathering') return undefined;
        const deadline = new Date(Date.parse(startedAt!) + announcementPatienceInMs + dayInMs);
        const round: Round = { part: 0, round: 0 };
        return {
          what: 'announcement.sending',
          next: {
            ...{ state: 'sending', list, reports: sizes.map((size) => ({ ...nobodyTold, people: size })) },
            ...(gone.length > 0 && { gone: gone.map(({ name }) => name) }),
          },
          effects: [...follow('announcement.sent'), { kind: 'announcement.deliver', data: { ...round }, deadline }],
          detail: { people: people.length },
        };
      },
    };
  }

  async #deliver(
    document: Announcement,
    at: Round,
    { now, signal }: EffectContext,
  ): Promise<EffectOutcome<Announcement>> {
    if (document.state !== 'sending') return { done: true };
    const open = next(document, at);
    if (!open) return { done: true, change: (current) => over(current, now) };
    const isLate = now.getTime() - Date.parse(document.startedAt!) >= announcementPatienceInMs;
    const { reports, upTo, waitInMs } = await this.#tell(document, open, isLate, signal);
    const after = next({ reports }, { part: upTo, round: open.round });
    if (!after) return { done: true, change: (current) => over({ ...current, reports }, now) };
    const pause = after.round > open.round ? pauses[Math.min(after.round, pauses.length - 1)]! : 0;
    return {
      // Later than the card that is shown meanwhile, which is due at once.
      again: new Date(this.#parts.clock.now().getTime() + Math.max(waitInMs, isLate ? 0 : pause, 1)),
      data: { ...after },
      change: (current) => ({ what: 'announcement.told', next: { reports }, effects: showing(current, now) }),
    };
  }

  /** Goes through the parts of a round, from that one on, for a while or until a pause is asked for. `upTo`: the first part it left. */
  async #tell(document: Announcement, { part: from }: Round, isLate: boolean, signal: AbortSignal) {
    const { parts, teller, progress, log } = this.#parts;
    const telling = new Telling({ teller, announcement: document, signal, log });
    const line = openParts(document, from).values();
    const until = performance.now() + recordedEveryMs;
    let { reports } = document;
    let upTo = from;
    let showing: Promise<void> | undefined;
    const tellParts = async () => {
      while (telling.goesOn && performance.now() < until) {
        const { value: index } = line.next();
        if (index === undefined) return;
        upTo = index + 1;
        const part = await parts.read(document, index);
        const left = part.people.filter((_, at) => part.told[at] === null);
        const told = isLate ? new Map(left.map((person) => [person, 'unreached' as const])) : await telling.tell(left);
        reports = reports.with(index, await parts.keep(document, index, told));
        showing ??= progress({ ...document, reports }).finally(() => {
          showing = undefined;
        });
      }
    };
    // One that fails fails all, but not before the others have stopped: nobody may be told by two.
    const lanes = Array.from({ length: partsAtOnce }, async () => {
      await tellParts().catch((error: unknown) => {
        telling.stop();
        throw error;
      });
    });
    const ended = await Promise.allSettled(lanes);
    await showing;
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    return { reports, upTo, waitInMs: telling.waitInMs };
  }
}

/** Where somebody is left, from that part on; in the next round where nobody is in this one. */
function next(announcement: Pick<Announcement, 'reports'>, { part, round }: Round): Round | undefined {
  const [here] = openParts(announcement, part);
  if (here !== undefined) return { part: here, round };
  const [again] = openParts(announcement, 0);
  return again === undefined ? undefined : { part: again, round: round + 1 };
}

function openParts({ reports }: Pick<Announcement, 'reports'>, from: number): number[] {
  return [...reports.keys()].filter((index) => index >= from && leftOf(reports[index]!) > 0);
}

function over(current: Announcement, now: Date): Then<Announcement> | undefined {
  if (current.state !== 'sending') return undefined;
  const { what, next: state } = ended(now);
  const { people: _, ...told } = reportOf(current);
  return { what, next: { ...state, reports: current.reports }, effects: follow('announcement.over'), detail: told };
}

/** Whoever is left by then is not told any more. */
function givenUp(current: Announcement): Announcement {
  const reports = current.reports.map((report) => ({ ...report, unreached: report.unreached + leftOf(report) }));
  return { ...current, reports };
}

function ended(now: Date): Then<Announcement> {
  return {
    what: 'announcement.over',
    next: { state: 'sent', endedAt: now.toISOString() },
    effects: [{ kind: 'announcement.show' }],
  };
}

/** The admin's card, unless it is to be shown anyway. */
function showing({ effects }: Announcement, now: Date): NewEffect[] {
  return effects.some(({ kind }) => kind === 'announcement.show') ? [] : [{ kind: 'announcement.show', dueAt: now }];
}

function follow(what: string): NewEffect[] {
  return [{ kind: 'announcement.note', data: { what } }, { kind: 'announcement.show' }];
}
