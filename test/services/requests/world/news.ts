import type { Effects } from '../../../../services/effects/effects.ts';
import { type DataRequest, dataRequest, type RequestState } from '../../../../services/requests/request.ts';
import type { Clock } from '../../../../services/time/clock.ts';
import { pause } from '../../../../services/time/pause.ts';
import type { Life } from '../../effects/world/faults.ts';

/** What a card shows. */
export interface Shown {
  readonly state: RequestState;
  readonly round: number;
}

/** What reached people, of all processes. */
export class Deliveries {
  /** Effect id -> how often. */
  readonly counts = new Map<string, number>();
  /** `<request>/<round>/<place>` -> what its card says. */
  readonly shown = new Map<string, Shown>();
  /** How likely an attempt fails, before or after it reached somebody. */
  fails = 0;
  /** How likely it takes long. */
  slow = 0;
}

/** Tells people, as one process does it. */
export class News {
  readonly #deliveries: Deliveries;
  readonly #life: Life;
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor(deliveries: Deliveries, life: Life, clock: Clock, random: () => number) {
    this.#deliveries = deliveries;
    this.#life = life;
    this.#clock = clock;
    this.#random = random;
  }

  register(effects: Effects): void {
    effects.register<DataRequest>(dataRequest, 'card.show', {
      maxAttempts: 20,
      handle: async ({ id, data }, request, { signal }) => {
        await this.#deliver(id, signal, () => {
          if (`${data.to}`.startsWith('standing/') || data.round === request.round)
            this.#deliveries.shown.set(placeOf(request, `${data.to}`), request);
        });
        return { done: true };
      },
    });
    effects.register<DataRequest>(dataRequest, 'line.tell', {
      maxAttempts: 20,
      handle: async ({ id }, _request, { signal }) => {
        await this.#deliver(id, signal, () => {});
        return { done: true };
      },
    });
  }

  async #deliver(id: string, signal: AbortSignal, arrive: () => void): Promise<void> {
    const { counts, fails, slow } = this.#deliveries;
    if (this.#random() < slow) await pause(this.#clock, this.#random() * 40_000);
    if (this.#life.isDead) await new Promise<never>(() => {});
    if (signal.aborted) throw new Error('Too late.');
    if (this.#random() < fails) throw new Error('It was not sent.');
    counts.set(id, (counts.get(id) ?? 0) + 1);
    arrive();
    if (this.#random() < fails) throw new Error('It may have been sent.');
  }
}

/** Cards of an earlier submission stay as they are; the author's go on. */
export function placeOf({ number, round }: Pick<DataRequest, 'number' | 'round'>, to: string): string {
  return `${number}/${to.startsWith('standing/') ? '' : round}/${to}`;
}
