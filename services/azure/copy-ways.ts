import { LRUCache } from 'lru-cache';

/** How Azure may read the source by itself: with our token, or by an address that carries its own permission. */
export const urlWays = ['token', 'signature'] as const;
export type UrlWay = (typeof urlWays)[number];

const rememberedInMs = 15 * 60_000;

/** What was refused between two accounts is not tried with every block: networks and rights change rarely. */
export class CopyWays {
  readonly #refused = new LRUCache<string, number>({ max: 1000, ttl: rememberedInMs });

  /** The next way to try; undefined where the bytes must pass through us. */
  way(from: string, to: string): UrlWay | undefined {
    return urlWays[this.#refused.get(pair(from, to)) ?? 0];
  }

  refused(from: string, to: string, way: UrlWay): void {
    const least = urlWays.indexOf(way) + 1;
    this.#refused.set(pair(from, to), Math.max(least, this.#refused.get(pair(from, to)) ?? 0));
  }
}

function pair(from: string, to: string): string {
  return `${new URL(from).host} ${accountPath(from)} ${new URL(to).host} ${accountPath(to)}`;
}

/** The account, where it stands in the path. */
function accountPath(container: string): string {
  return new URL(container).pathname.split('/').slice(0, -1).join('/');
}
