import type { Budget } from '../../../services/budgets/budget.ts';
import type { Actor } from '../../../services/change/aggregate.ts';
import { personAddress, toDocument } from '../../../services/people/person-record.ts';
import { type DataRequest, dataRequest, type RequestState } from '../../../services/requests/request.ts';
import type { Document } from '../../../services/store/store.ts';
import { admin, operation, owner, record, researcher } from '../../support/machine-samples.ts';
import { comment, decision, owner2, dataRequest as request } from '../../support/request-samples.ts';
import type { ForgettingPlace } from './place.ts';

/** What the researcher wrote, wherever it stands, and what others did. */
export const theirs = 'Written by the researcher';
export const others = 'Written by the owner';

/** What the person asked for, one in each of these states. */
export const asked: readonly RequestState[] = [
  'draft',
  'submitted',
  'in_review',
  'returned',
  'approved',
  'denied',
  'expired',
];

/** Documents with something of the researcher in each, and of others. */
export async function fill(place: ForgettingPlace): Promise<void> {
  const by: Actor = { ...researcher, roles: ['member'] };
  const history = (key: string, why: string) => [
    { at: '2026-03-01T08:00:00.000Z', by, what: 'request.submit', from: '', to: '', why, via: 'chat' as const, key },
  ];
  const put = async (number: number, state: RequestState, more: Partial<DataRequest>) => {
    const document = request(state, { id: `request/${number}`, number, ...more });
    await place.put({ ...document, listing: dataRequest.listing!(document) });
  };
  const standing = [
    {
      key: 'card-1',
      person: researcher.aadObjectId,
      conversationId: 'their-chat',
      serviceUrl: 'https://teams.example',
    },
  ];
  const later = '2099-01-01T00:00:00.000Z';
  const news = { id: 'effect-1', kind: 'line.tell', dueAt: later, deadline: later, attempts: 0 };
  const effects = [{ ...news, data: { what: 'expired', to: researcher.aadObjectId } }];
  for (const [index, state] of asked.entries())
    await put(index + 1, state, { purpose: theirs, standing, effects, history: history(`${index}`, theirs) });
  const toDecide = [
    { ...researcher, as: 'owner' as const },
    { ...owner2, as: 'owner' as const },
  ];
  await put(21, 'in_review', {
    ...{ author: admin, approvers: toDecide, claimedBy: researcher, purpose: others },
    comments: [comment(theirs, { by: researcher }), comment(others, { by: owner })],
  });
  await put(22, 'denied', {
    ...{ author: admin, approvers: toDecide, purpose: others, history: history('22', theirs) },
    decision: decision({ by: researcher, reason: theirs }),
  });
  const follower = {
    key: 'card-2',
    person: researcher,
    conversationId: 'their-chat',
    serviceUrl: 'https://teams.example',
  };
  const at = '2026-03-02T08:00:00.000Z';
  await place.put(
    record({
      ...{ state: 'succeeded', history: history('machine', theirs) },
      operation: operation('start', { endedAt: at, followers: [follower] }),
      connections: [
        { person: researcher, at },
        { person: owner, at },
      ],
    }),
  );
  const budget: Partial<Budget> = {
    ...{ workspace: 'oncology', payer: researcher, thresholds: [100], graceHours: 0, since: at, per: 'month' },
    topUps: [{ amount: { amount: '5', currency: 'EUR' }, at, request: 'oncology-9', by: researcher }],
    exemption: { by: researcher, until: '2026-04-01T00:00:00.000Z', reason: theirs },
    ...{ state: 'open', version: 1, history: history('budget', theirs), archived: 0, effects: [], deadLetters: [] },
  };
  await place.put({ partition: 'workspace/oncology', id: 'budget', kind: 'budget', schema: 1, ...budget } as Document);
  const chat = { conversationId: 'their-chat', serviceUrl: 'https://teams.example' };
  await place.put(toDocument({ ...researcher, chat }));
  const { partition } = personAddress(researcher.aadObjectId);
  await place.put({ partition, id: 'digest', kind: 'digest', schema: 1 });
  await place.put({ partition: 'conversation/their-chat', id: 'conversation', kind: 'conversation', schema: 1 });
}

/** Something of everybody goes into the ledger. */
export async function say(changes: ReturnType<ForgettingPlace['start']>['changes']): Promise<void> {
  const said = [
    [researcher, theirs],
    [owner, others],
  ] as const;
  for (const [person, why] of said)
    for (const number of [5, 6, 21, 22])
      await changes.change(
        dataRequest,
        { partition: 'workspace/oncology', id: `request/${number}` },
        {
          ...{
            key: `${person.name} ${number}`,
            by: { ...person, roles: [] },
            via: 'chat',
            what: 'request.comment',
            why,
          },
          decide: () => ({ next: {} }),
        },
      );
}
