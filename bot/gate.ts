import type { Activity } from 'botbuilder-core';
import { parseJson, toActivity } from './door/activity-schema.ts';
import type { BearerCheck } from './door/bearer.ts';
import { Refusal } from './door/refusal.ts';
import type { RouteRequest } from './door/route.ts';
import type { ServiceUrls } from './door/service-urls.ts';

export interface GateOptions {
  readonly tenantId: string;
  readonly serviceUrls: ServiceUrls;
  /** Undefined only in a sandbox without authentication; then nobody but this machine is let in. */
  readonly bearer: BearerCheck | undefined;
}

type ChannelData = { readonly tenant?: { readonly id?: unknown } | null } | null | undefined;

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const unauthorized = (reason: string) => new Refusal(401, 'unauthorized', reason);

/**
 * Decides which requests become turns: the token first, then what the activity is, then whether the token speaks for it, then whose
 * tenant it comes from and where it wants its answer. The activity is believed in nothing but what the token vouches for.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #tenantId: string;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#tenantId = options.tenantId.toLowerCase();
  }

  async admit(request: RouteRequest): Promise<Activity | Refusal> {
    const { bearer } = this.#options;
    if (!bearer) {
      if (!loopback.has(request.peer)) return unauthorized('not this machine');
      const fields = parseJson(request.body);
      return fields instanceof Refusal ? fields : this.#inspect(fields);
    }
    if (isRepeated(request.rawHeaders, 'authorization')) return unauthorized('two tokens');
    const credentials = await bearer.check(request.headers.authorization);
    if (typeof credentials === 'string') return unauthorized(credentials);
    const fields = parseJson(request.body);
    if (fields instanceof Refusal) return fields;
    if (fields.serviceUrl !== credentials.serviceUrl) return unauthorized('another service url');
    if (credentials.channels && !credentials.channels.has(fields.channelId as string))
      return unauthorized('another channel');
    return this.#inspect(fields);
  }

  #inspect(fields: Record<string, unknown>): Activity | Refusal {
    const activity = toActivity(fields);
    if (activity instanceof Refusal) return activity;
    const tenants = [activity.conversation.tenantId as unknown, (activity.channelData as ChannelData)?.tenant?.id];
    if (tenants.some((tenant) => typeof tenant === 'string' && !this.#isOurs(tenant)))
      return new Refusal(403, 'another-tenant');
    if (!tenants.every((tenant) => typeof tenant === 'string')) return new Refusal(400, 'bad-activity', 'tenant');
    if (!this.#options.serviceUrls.parse(activity.serviceUrl)) return new Refusal(400, 'bad-activity', 'serviceUrl');
    return activity;
  }

  #isOurs(tenant: string): boolean {
    return tenant === this.#tenantId || tenant.toLowerCase() === this.#tenantId;
  }
}

function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const header = rawHeaders[at]!;
    if (header.length === name.length && header.toLowerCase() === name) count++;
  }
  return count > 1;
}
