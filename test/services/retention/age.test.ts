import assert from 'node:assert/strict';
import type { MachineRecord } from '../../../services/machines/machine-record.ts';
import { type DataRequest, dataRequest, type RequestState } from '../../../services/requests/request.ts';
import { operation, owner, record, researcher } from '../../support/machine-samples.ts';
import { comment, decision, dataRequest as request, requestedFile } from '../../support/request-samples.ts';
import { ForgettingPlace } from './place.ts';

const keptDays = 30;
const old = '2026-01-10T08:00:00.000Z';
const recent = '2026-02-01T08:00:00.000Z';
const traces = new RegExp(
  `${researcher.aadObjectId}|${owner.aadObjectId}|"Researcher"|"Owner"|An old word|results.csv`,
);

describe('What is older than the retention period', () => {
  let place: ForgettingPlace;
  let running: { effects: { stop(): Promise<void> } } | undefined;

  beforeEach(() => {
    place = new ForgettingPlace();
  });

  afterEach(async () => await running?.effects.stop());

  /** A request that was opened, and came to be as it is, at these times. */
  async function put(number: number, state: RequestState, opened: string, ended: string): Promise<void> {
    const by = { ...owner, roles: ['owner'] };
    const at = { partition: 'workspace/oncology', id: `request/${number}` };
    const document = request(state, {
      ...{ ...at, number, openedAt: opened, purpose: 'An old word', files: [requestedFile('results.csv', 7)] },
      comments: [comment('An old word', { by: researcher, at: opened })],
      decision: decision({ by: owner, at: ended, reason: 'An old word' }),
      problem: 'results.csv is gone. An old word',
      history: [{ at: ended, by, what: 'x', from: '', to: state, why: 'An old word', via: 'card', key: `${number}` }],
    });
    await place.put({ ...document, listing: dataRequest.listing!(document) });
  }

  async function numbers(last: number): Promise<void> {
    const document = { partition: 'workspace/oncology', id: 'request-numbers', kind: 'numbers', schema: 1, last };
    await place.put({ ...document, given: [] } as never);
  }

  async function begin() {
    const process = place.start(place.store, keptDays);
    running = process;
    await process.orders.start();
    await place.clock.advance(3600);
    return process;
  }

  const read = async (number: number) => JSON.stringify(await place.read<DataRequest>(`request/${number}`));

  it('loses every name and word where it has ended; sizes, hashes, times and states stay', async () => {
    await put(1, 'denied', old, old);
    await numbers(1);
    await begin();

    assert.doesNotMatch(await read(1), traces);
    const { state, files, decision: decided, manifest, author } = await place.read<DataRequest>('request/1');
    assert.deepEqual([state, decided?.at, manifest?.length, author.name], ['denied', old, 64, 'Former member']);
    assert.deepEqual(files, [{ ...requestedFile('', 7) }]);
  });

  it('loses them also where somebody was forgotten before the first process began', async () => {
    await put(1, 'denied', old, old);
    await numbers(1);
    const process = place.start(place.store, keptDays);
    running = process;
    await process.orders.pseudonymise('somebody-else', 'asked first');
    await process.orders.start();
    await place.clock.advance(3600);

    assert.doesNotMatch(await read(1), traces);
  });

  it('waits for what is still open, and is gone a day after that is old enough too', async () => {
    await put(1, 'in_review', old, old);
    await put(2, 'expired', old, recent);
    await put(4, 'withdrawn', old, old);
    await put(5, 'denied', recent, recent);
    await numbers(5);
    await begin();
    const gone = async () => await Promise.all([1, 2, 4, 5].map(async (number) => !traces.test(await read(number))));

    assert.deepEqual(await gone(), [false, false, true, false]);
    await place.clock.advance(1.5 * 86_400);
    assert.deepEqual(await gone(), [false, true, true, true]);
  });

  it('goes from many in stretches, and then costs next to nothing', async () => {
    for (let number = 1; number <= 230; number += 1) await put(number, 'denied', old, old);
    await numbers(230);
    await begin();
    assert.doesNotMatch(place.texts(), traces);
    const before = place.store.all().find(({ document: { id } }) => id === 'request/230')!.etag;

    await place.clock.advance(86_400);

    assert.equal(place.store.all().find(({ document: { id } }) => id === 'request/230')!.etag, before);
  });

  it('goes from a machine that is still used, part by part', async () => {
    const by = { ...owner, roles: ['owner'] };
    const entry = (at: string, key: string) => ({
      ...{ at, by, what: 'machine.start', from: '', to: 'x', why: 'An old word', via: 'chat' as const, key },
    });
    await place.put(
      record({
        ...{ state: 'succeeded', history: [entry(old, 'a'), entry(recent, 'b')] },
        operation: operation('start', { by: owner, endedAt: recent }),
        connections: [
          { person: owner, at: recent },
          { person: researcher, at: old },
        ],
      }),
    );
    await begin();

    const { history, connections, operation: last } = await place.read<MachineRecord>('machine/onc-r');
    assert.deepEqual(
      history.map(({ by: { name, roles }, why, key }) => [name, roles, why, key]),
      [
        ['Former member', ['owner'], '', 'a'],
        ['Owner', ['owner'], 'An old word', 'b'],
      ],
    );
    assert.deepEqual([connections.map(({ person }) => person.name), last?.by.name], [['Owner'], 'Owner']);
  });
});
