import type { Turn } from './load.ts';

export interface Facts {
  readonly tenantId: string;
  readonly appId: string;
  readonly serviceUrl: string;
  /** Who writes in the conversation of that number: it is their own chat. */
  readonly people: readonly { readonly aadObjectId: string; readonly name: string }[];
}

function base({ tenantId, appId, serviceUrl, people }: Facts, conversation: number, id: string): object {
  const { aadObjectId, name } = people[conversation % people.length]!;
  return {
    id,
    timestamp: '2026-11-22T08:00:00.000Z',
    localTimestamp: '2026-11-22T09:00:00.000+01:00',
    localTimezone: 'Europe/Berlin',
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${aadObjectId}`, name, aadObjectId },
    recipient: { id: `28:${appId}`, name: 'Labdesk' },
    conversation: { conversationType: 'personal', tenantId, id: `a:bench-${aadObjectId}-0123456789abcdefghij` },
    channelData: { tenant: { id: tenantId } },
    entities: [{ locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/Berlin', type: 'clientInfo' }],
    locale: 'en-GB',
  };
}

/** A typed message; `text` undefined sends the turn's own id, which echoes give back. */
export function message(facts: Facts, text: string | undefined, expected: (id: string) => string): Turn {
  return {
    type: 'message',
    activity: (conversation, id) => ({
      ...base(facts, conversation, id),
      type: 'message',
      textFormat: 'plain',
      text: text ?? id,
    }),
    isAnswer: (body, id) => body.includes(expected(id)) && body.includes('"type":"AdaptiveCard"'),
  };
}

/** A press; `data` undefined sends the turn's own id, which echoes give back, and a function is asked anew for each turn. */
export function press(
  facts: Facts,
  verb: string,
  data: object | undefined | (() => object),
  expected: (id: string) => string,
): Turn {
  return {
    type: 'invoke',
    activity: (conversation, id) => ({
      ...base(facts, conversation, id),
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: '1795300000000',
      value: {
        action: {
          type: 'Action.Execute',
          title: 'x',
          verb,
          data: typeof data === 'function' ? data() : (data ?? { text: id }),
        },
        trigger: 'manual',
      },
    }),
    isAnswer: (body, id) => body.includes(expected(id)) && body.includes('"type":"AdaptiveCard"'),
  };
}
