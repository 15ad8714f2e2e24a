import type { Logger } from 'pino';
import { digestCard, digestOf } from '../../cards/digest/digest.ts';
import { digestMail } from '../../cards/mail/digest.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectContext, EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { type Digest, digest, digestEffect, isMissed, type Monday, mondayAfter } from '../../services/people/digest.ts';
import type { Person } from '../../services/people/people.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import type { RequestOverview } from '../../services/requests/request-lists.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { Courier } from './courier.ts';

export interface DigestNewsParts {
  readonly courier: Courier;
  readonly people: PersonDirectory;
  readonly overview: (person: Person, now: Date) => Promise<RequestOverview>;
  /** Of people whose own is not known; IANA. */
  readonly timeZone: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** More than there are attempts in half a day. */
const maxAttempts = 1000;

/** On Monday mornings, where and how somebody speaks: what waits for them, what they wait for, and how last week went. */
export class DigestNews {
  readonly #parts: DigestNewsParts;

  constructor(parts: DigestNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<Digest>(digest, 'digest.send', {
      maxAttempts,
      handle: async (effect, { person }, context) => await this.#send(effect, person, context),
      // Given up for one Monday is not given up for good.
      onDead: (effect) => ({
        what: 'digest.next',
        next: {},
        effects: [digestEffect(mondayAfter(this.#parts.clock.now(), this.#parts.timeZone, mondayOf(effect)))],
      }),
    });
  }

  /** Says it once for this Monday, and comes again on the next. */
  async #send(effect: Effect, person: Person, { now }: EffectContext): Promise<EffectOutcome<Digest>> {
    const { people, timeZone } = this.#parts;
    const monday = mondayOf(effect);
    const record = await people.get(person.aadObjectId);
    if (!isMissed(monday, now)) await this.#say(person, monday, record?.locale, now);
    const next = mondayAfter(now, record?.timeZone ?? timeZone, monday);
    return { again: next.at, data: { at: next.at.toISOString(), day: next.day } };
  }

  async #say(person: Person, { day }: Monday, locale: string | undefined, now: Date): Promise<void> {
    const { courier, overview, log } = this.#parts;
    const view = digestOf(await overview(person, now), locale, now);
    if (!view) return;
    const key = `digest/${person.aadObjectId}/${day}`;
    const delivery = await courier.show(key, person, digestCard(view, now), digestMail(view, key));
    if (delivery === 'nowhere') log.info({ person: person.aadObjectId }, 'A digest reached nobody.');
  }
}

function mondayOf({ data, dueAt }: Effect): Monday {
  return { at: new Date(`${data.at ?? dueAt}`), day: `${data.day ?? dueAt.slice(0, 10)}` };
}
