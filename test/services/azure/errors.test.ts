import assert from 'node:assert/strict';
import { toWorkspaceError } from '../../../services/azure/errors.ts';
import { type ErrorCode, WorkspaceError } from '../../../services/errors.ts';

function failure(more: object, message = 'Azure said something.'): Error {
  return Object.assign(new Error(message), { name: 'RestError' }, more);
}

function named(name: string): Error {
  return Object.assign(new Error('The operation was aborted.'), { name });
}

const table: readonly [what: string, error: unknown, code: ErrorCode][] = [
  ['a bad request', failure({ statusCode: 400, code: 'BadRequest' }), 'unavailable'],
  ['a token it does not take', failure({ statusCode: 401, code: 'InvalidAuthenticationToken' }), 'refused'],
  ['a missing right', failure({ statusCode: 403, code: 'AuthorizationFailed' }), 'refused'],
  ['nothing there', failure({ statusCode: 404, code: 'ResourceNotFound' }), 'not-found'],
  ['no such group', failure({ statusCode: 404, code: 'ResourceGroupNotFound' }), 'not-found'],
  ['a slow request', failure({ statusCode: 408 }), 'timeout'],
  ['another change under way', failure({ statusCode: 409, code: 'Conflict' }), 'busy'],
  [
    'what is not allowed now',
    failure({ statusCode: 409, code: 'OperationNotAllowed' }, 'Marked for deletion.'),
    'busy',
  ],
  [
    'a used-up quota',
    failure(
      { statusCode: 409, code: 'OperationNotAllowed' },
      'Operation could not be completed as it exceeds approved Total Regional Cores quota.',
    ),
    'quota',
  ],
  ['a used-up quota by its own code', failure({ code: 'QuotaExceeded' }), 'quota'],
  ['somebody who was first', failure({ statusCode: 412 }), 'conflict'],
  ['too many calls', failure({ statusCode: 429, code: 'TooManyRequests' }), 'throttled'],
  ['a server that failed', failure({ statusCode: 500, code: 'InternalServerError' }), 'unavailable'],
  ['a gateway that failed', failure({ statusCode: 502 }), 'unavailable'],
  ['a server that is busy', failure({ statusCode: 503 }), 'unavailable'],
  ['no room', failure({ statusCode: 409, code: 'AllocationFailed' }), 'capacity'],
  ['no room in the zone', failure({ code: 'ZonalAllocationFailed' }), 'capacity'],
  ['no room for what is asked', failure({ code: 'OverconstrainedAllocationRequest' }), 'capacity'],
  ['no room for what is asked in the zone', failure({ code: 'OverconstrainedZonalAllocationRequest' }), 'capacity'],
  ['a size that is not offered', failure({ code: 'SkuNotAvailable' }), 'capacity'],
  ['a call that was given up', named('AbortError'), 'timeout'],
  ['a call that took too long', named('TimeoutError'), 'timeout'],
  ['a socket that took too long', failure({ code: 'ETIMEDOUT' }, 'connect ETIMEDOUT: timed out'), 'timeout'],
  ['nobody there', failure({ code: 'ECONNREFUSED' }), 'unavailable'],
  ['no address', failure({ code: 'ENOTFOUND' }), 'unavailable'],
  ['something else', new Error('?'), 'unavailable'],
  ['no error at all', undefined, 'unavailable'],
  ['a text', 'failed', 'unavailable'],
];

describe('an error of Azure', () => {
  for (const [what, error, code] of table) {
    it(`that means ${what} becomes ${code}`, () => {
      const { code: is, message, cause } = toWorkspaceError(error);

      assert.equal(is, code);
      assert.match(
        message,
        /^\p{Lu}[^.!]*[a-z]\.( \p{Lu}[^.!]*[a-z]\.)+$/u,
        'finished sentences: what happened, what to do',
      );
      assert.equal(cause, error);
    });
  }

  it('never shows its own words, codes or ids', () => {
    const secret = 'subscription 44dd23b9 of admin@example: AccountKey=4711';
    for (const [, error] of table) {
      const told = toWorkspaceError(
        Object.assign(Object.create(error instanceof Error ? error : new Error()), { message: secret }),
      );
      assert.doesNotMatch(told.message, /44dd23b9|AccountKey|Exception|Error|\d{3}/);
    }
  });

  it('names the service that people know it by', () => {
    assert.match(
      toWorkspaceError(failure({ statusCode: 503 }), "Microsoft's directory").message,
      /^Microsoft's directory does not/,
    );
    assert.match(toWorkspaceError(failure({ statusCode: 429 })).message, /^Azure is asked too much/);
  });

  it('keeps after how many seconds to try again, where Azure said so', () => {
    const pause = (value: string) =>
      toWorkspaceError(failure({ statusCode: 429, response: { headers: new Headers({ 'retry-after': value }) } }))
        .retryAfterSeconds;

    assert.deepEqual([pause('17'), pause('0'), pause('-1'), pause('soon')], [17, 0, undefined, undefined]);
    assert.equal(
      toWorkspaceError(failure({ statusCode: 503, headers: new Headers({ 'retry-after': '5' }) })).retryAfterSeconds,
      5,
    );
    assert.equal(toWorkspaceError(failure({ statusCode: 429 })).retryAfterSeconds, undefined);
  });

  it('passes unchanged where it is one for people already', () => {
    const error = new WorkspaceError('busy', 'onc-r is starting right now. Wait until it is done.');

    assert.equal(toWorkspaceError(error), error);
  });
});
