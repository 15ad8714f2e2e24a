import { WorkspaceError } from '../errors.ts';
import { type Document, type Store, WriteConflict } from '../store/store.ts';

interface AddressDocument extends Document {
  readonly kind: 'address-pool';
  /** Prefixes by the ids of the workspaces that have them. */
  readonly taken: Readonly<Record<string, string>>;
}

const address = { partition: 'system', id: 'address-pool' } as const;
const maxAttempts = 20;
const sizeOfNetwork = 256;

/** Networks of workspaces: each has a /24 of its own out of one range. One document, written on condition, so that no two get the same. */
export class AddressPool {
  readonly #store: Store;
  readonly #range: string;

  /** `range` in CIDR notation, /24 or larger: `10.64.0.0/14`. */
  constructor(store: Store, range: string) {
    this.#store = store;
    this.#range = range;
  }

  /** The same workspace gets the same until it gives it back. @throws {WorkspaceError} quota where none is left; busy, unavailable */
  async take(workspace: string): Promise<string> {
    const { taken } = await change(this.#store, (before) => {
      if (before[workspace] !== undefined) return undefined;
      return { ...before, [workspace]: firstFree(this.#range, new Set(Object.values(before))) };
    });
    return taken[workspace]!;
  }

  /** What it would get now, without taking it. @throws as {@link take} */
  async peek(workspace: string): Promise<string> {
    const before = (await this.#store.get<AddressDocument>(address.partition, address.id))?.document.taken ?? {};
    return before[workspace] ?? firstFree(this.#range, new Set(Object.values(before)));
  }

  /** Twice is the same as once. @throws {WorkspaceError} busy, unavailable */
  async giveBack(workspace: string): Promise<void> {
    await giveBackAddresses(this.#store, workspace);
  }
}

/** Also where nobody says any more out of which range they were. @throws as {@link AddressPool.giveBack} */
export async function giveBackAddresses(store: Store, workspace: string): Promise<void> {
  await change(store, (before) => {
    if (before[workspace] === undefined) return undefined;
    const { [workspace]: _, ...others } = before;
    return others;
  });
}

async function change(
  store: Store,
  decide: (taken: AddressDocument['taken']) => AddressDocument['taken'] | undefined,
): Promise<AddressDocument> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const stored = await store.get<AddressDocument>(address.partition, address.id);
    const before = stored?.document ?? { ...address, kind: 'address-pool', schema: 1, taken: {} };
    const taken = decide(before.taken);
    if (!taken) return before;
    try {
      const next = { ...before, taken };
      return (await (stored ? store.replace(next, stored.etag) : store.create(next))).document;
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
  throw new WorkspaceError('busy', 'Several workspaces are being made at once. Try again in a moment.');
}

/** Every /24 of a range, in their order. @throws {RangeError} for what is no range of at least 256 addresses that begins at its own start */
export function* networksOf(range: string): Generator<string> {
  const [base = '', length = ''] = range.split('/');
  const bits = Number(length);
  const parts = base.split('.').map(Number);
  const start = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - bits);
  const isRange =
    parts.length === 4 &&
    parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256) &&
    /^\d+$/.test(length);
  if (!isRange || bits < 8 || size < sizeOfNetwork || start % size !== 0)
    throw new RangeError(`${range} is no range of addresses such as 10.64.0.0/14.`);
  for (let at = start; at < start + size; at += sizeOfNetwork)
    yield `${[at / 2 ** 24, at / 2 ** 16, at / 2 ** 8, 0].map((part) => Math.floor(part) % 256).join('.')}/24`;
}

function firstFree(range: string, taken: ReadonlySet<string>): string {
  for (const network of networksOf(range)) if (!taken.has(network)) return network;
  throw new WorkspaceError(
    'quota',
    'No network addresses are left for another workspace. Ask an admin to enlarge the range in the landing zone file.',
  );
}
