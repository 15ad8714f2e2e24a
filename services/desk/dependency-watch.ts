import { WorkspaceError } from '../errors.ts';
import type { Clock } from '../time/clock.ts';
import { within } from '../time/within.ts';

/** What Labdesk stands on. `state` is the store, `records` where the ledger's checkpoints stand, `signer` what signs them. */
export const dependencies = [
  'azure',
  'graph',
  'login',
  'state',
  'queue',
  'storage',
  'records',
  'signer',
  'teams',
  'prices',
] as const;
export type Dependency = (typeof dependencies)[number];

/** `late`: no answer in time; `refused`: it does not let Labdesk in; `throttled`: asked too much; `failed`: anything else. */
export type Trouble = 'late' | 'refused' | 'throttled' | 'failed';

export interface Probed {
  readonly dependency: Dependency;
  /** Undefined where it answered. */
  readonly trouble?: Trouble;
  /** How long the answer took, or was waited for, in whole milliseconds. */
  readonly tookMs: number;
  /** ISO time of the first failure that no success followed, as this process has seen it. */
  readonly failingSince?: string;
  /** ISO time of its last answer to this process. */
  readonly answeredAt?: string;
}

/** Resolves where the dependency answers, rejects where it does not. */
export type Probe = () => Promise<unknown>;
/** A missing one is not in use. */
export type Probes = Readonly<Partial<Record<Dependency, Probe>>>;

interface Known {
  failingSince?: string;
  answeredAt?: string;
}

const defaultTimeoutInMs = 2_000;
/** What has not answered by then never will. */
const givenUpInMs = 30_000;

/**
 * Asks whether what Labdesk stands on answers, each for two seconds at most, and remembers since when it does not. One that hangs is not
 * asked again before it has answered or failed: whoever asks meanwhile waits for the same answer.
 */
export class DependencyWatch {
  readonly #probes: Probes;
  readonly #clock: Clock;
  readonly #timeoutInMs: number;
  readonly #known = new Map<Dependency, Known>();
  readonly #running = new Map<Dependency, { readonly at: number; readonly asked: Promise<unknown> }>();

  constructor(probes: Probes, clock: Clock, timeoutInMs = defaultTimeoutInMs) {
    this.#probes = probes;
    this.#clock = clock;
    this.#timeoutInMs = timeoutInMs;
  }

  /** All that are in use, and `others` beside them, at once; takes no longer than one of them may. Never rejects. */
  async probeAll(others: Probes = {}): Promise<readonly Probed[]> {
    const probes = { ...this.#probes, ...others };
    const used = dependencies.filter((dependency) => probes[dependency]);
    return await Promise.all(used.map((dependency) => this.#probe(dependency, probes[dependency]!)));
  }

  /** A check that counts as a look at the dependency, for readiness. Rejects where it does not answer in time. */
  check(dependency: Dependency, probe = this.#probes[dependency]): () => Promise<void> {
    return async () => {
      const { trouble } = await this.#probe(dependency, probe ?? (async () => undefined));
      if (trouble) throw new WorkspaceError('unavailable', `${dependency} does not answer.`);
    };
  }

  async #probe(dependency: Dependency, probe: Probe): Promise<Probed> {
    const began = performance.now();
    const trouble = await this.#ask(dependency, probe);
    const tookMs = Math.round(performance.now() - began);
    const now = this.#clock.now().toISOString();
    const { failingSince = now, ...before } = this.#known.get(dependency) ?? {};
    const known: Known = trouble ? { ...before, failingSince } : { answeredAt: now };
    this.#known.set(dependency, known);
    return { dependency, tookMs, ...(trouble && { trouble }), ...known };
  }

  async #ask(dependency: Dependency, probe: Probe): Promise<Trouble | undefined> {
    const answer = await within(this.#timeoutInMs, async () => ({
      trouble: await this.#asked(dependency, probe).then(() => undefined, troubleOf),
    }));
    return answer ? answer.trouble : 'late';
  }

  #asked(dependency: Dependency, probe: Probe): Promise<unknown> {
    const now = performance.now();
    const running = this.#running.get(dependency);
    if (running && now - running.at < givenUpInMs) return running.asked;
    const entry = {
      at: now,
      asked: Promise.resolve()
        .then(probe)
        .finally(() => {
          if (this.#running.get(dependency) === entry) this.#running.delete(dependency);
        }),
    };
    this.#running.set(dependency, entry);
    return entry.asked;
  }
}

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof WorkspaceError)) return isTimeout(error) ? 'late' : 'failed';
  if (error.code === 'refused' || error.code === 'throttled') return error.code;
  return error.code === 'timeout' ? 'late' : 'failed';
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}
