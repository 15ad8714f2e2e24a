import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import type { Caller } from '../../../services/people/people.ts';
import { type DataRequest, type RequestState, requestMoves } from '../../../services/requests/request.ts';
import type { RequestAnswer } from '../../../services/requests/request-changes.ts';
import { callerAs, RequestDesk } from './desk.ts';
import {
  type Cell,
  type Expected,
  expected,
  isRecorded,
  type Verb,
  type Viewer,
  verbs,
  viewers,
} from './rights-oracle.ts';
import { person } from './world/place.ts';

const states = Object.keys(requestMoves) as RequestState[];

const callers: Record<Viewer, Caller> = {
  author: callerAs('author', 'member'),
  'author who owns': callerAs('author', 'owner'),
  'author who administers': callerAs('author', 'member', { admin: true, reviewer: true }),
  'author who left': callerAs('author'),
  owner: callerAs('owner', 'owner'),
  member: callerAs('member', 'member'),
  deputy: callerAs('deputy', 'member'),
  'deputy from elsewhere': callerAs('deputy'),
  admin: callerAs('admin', undefined, { admin: true }),
  reviewer: callerAs('reviewer', undefined, { reviewer: true }),
  outsider: callerAs('outsider'),
};

describe('Rights to requests', () => {
  for (const verb of verbs)
    it(`are what was promised for ${verb}, in every state, for everybody`, async () => {
      const desk = new RequestDesk();
      const cells = states.flatMap((state) =>
        viewers.flatMap((viewer) => [true, false].map((standIn) => ({ state, verb, viewer, standIn }))),
      );

      for (const cell of cells) await check(desk, cell);
    });

  it('give nobody outside another answer than for a request that is not there', async () => {
    const desk = new RequestDesk();
    const name = await desk.put('in_review');
    const answers = await Promise.all(
      [name, 'oncology-7'].map((each) =>
        carryOut(desk, 'approve', callers.outsider, each).catch((error: WorkspaceError) => error.message),
      ),
    );

    assert.equal(`${answers[0]}`.replace(name, ''), `${answers[1]}`.replace('oncology-7', ''));
  });
});

async function check(desk: RequestDesk, cell: Cell): Promise<void> {
  const { state, verb, viewer, standIn } = cell;
  const said = `${viewer} wants to ${verb} what is ${state}${standIn ? ', with somebody in the owners’ place' : ''}`;
  const approvers = standIn ? [{ ...person('deputy'), as: 'deputy' as const }] : undefined;
  const name = await desk.put(state, { author: 'author', approvers, ...(standIn && { standIn: 'owners-away' }) });

  const outcome = await carryOut(desk, verb, callers[viewer], name).then(outcomeOf, refusalOf);

  const after = await desk.read(name);
  const wanted = expected(cell);
  assert.equal(outcome, wanted, said);
  assert.equal(after.state, isState(wanted) ? wanted : state, said);
  const entries = after.history.map(({ what, by }) => `${what} by ${by.aadObjectId}`);
  assert.deepEqual(entries, entriesOf(cell, wanted), said);
}

/** What is on record then. */
function entriesOf(cell: Cell, wanted: Expected): string[] {
  const { verb, viewer, state } = cell;
  const who = callers[viewer].aadObjectId;
  if (isRecorded(cell)) return [`request.${verb}.refused by ${who}`];
  if (!isState(wanted)) return [];
  return [
    `request.${verb === 'comment' && state === 'returned' && wanted === 'submitted' ? 'answer' : verb} by ${who}`,
  ];
}

async function carryOut(
  desk: RequestDesk,
  verb: Verb,
  who: Caller,
  name: string,
): Promise<RequestAnswer | DataRequest> {
  const { requests, reviews, workspace } = desk;
  const command = { key: `${verb} ${name} ${who.aadObjectId}`, via: 'card' } as const;
  const number = Number(name.split('-')[1]);
  switch (verb) {
    case 'show':
      return await requests.get(who, name);
    case 'submit': {
      const wish = { number, files: ['results.csv'], purpose: 'the analysis', use: 'download' } as const;
      return { request: await requests.submit(who, workspace, wish, command), done: true };
    }
    case 'withdraw':
      return await requests.withdraw(who, workspace, name, command);
    case 'comment':
      return await requests.comment(who, workspace, name, 'It is the final one.', command);
    case 'claim':
    case 'approve':
      return await reviews[verb](who, workspace, name, command);
    default:
      return await reviews[verb](who, workspace, name, 'It must be so.', command);
  }
}

function outcomeOf(answer: RequestAnswer | DataRequest): Expected {
  if (!('request' in answer)) return 'seen';
  return answer.done ? answer.request.state : 'unchanged';
}

function refusalOf(error: unknown): Expected {
  if (error instanceof WorkspaceError) return error.code as Expected;
  throw error;
}

function isState(value: Expected): value is RequestState {
  return value in requestMoves;
}
