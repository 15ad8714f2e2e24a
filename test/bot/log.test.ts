import assert from 'node:assert/strict';
import { createLog } from '../../bot/log.ts';
import { WorkspaceError } from '../../services/errors.ts';

const secret = 'AccountKey=4711';

/** What was written, line by line, and as it stands. */
function logged(work: (log: ReturnType<typeof createLog>) => void, level = 'info') {
  const written: string[] = [];
  work(createLog(level, { write: (line: string) => void written.push(line) }));
  const text = written.join('');
  const lines = text.split('\n').filter(Boolean);
  return { text, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  it('is JSON, a line each, with time, level and message', () => {
    const { lines } = logged((log) => log.info({ port: 3978 }, 'Labdesk is listening.'));

    const [{ time, ...line } = {}] = lines;
    assert.deepEqual(line, { level: 30, port: 3978, msg: 'Labdesk is listening.' });
    assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 5000);
  });

  it('leaves out what is below its level', () => {
    assert.equal(logged((log) => log.info('Not important.'), 'warn').text, '');
  });

  it('names an error by its kind, code and place, and never by its message', () => {
    const cause = Object.assign(new TypeError(`Cannot read ${secret}`), { code: 'ECONNRESET' });
    const error = Object.assign(new Error(`Failed with ${secret}`, { cause }), { statusCode: 503 });
    const { text, lines } = logged((log) => log.error({ err: error }, 'A turn failed.'));

    const described = lines[0]?.err as Record<string, unknown>;
    assert.equal(described.type, 'Error');
    assert.equal(described.statusCode, 503);
    assert.match(String((described.stack as string[])[0]), /^at .*log\.test\.ts:\d+:\d+/);
    assert.equal((described.cause as Record<string, unknown>).code, 'ECONNRESET');
    assert.ok(!text.includes(secret), text);
  });

  it('is not fooled by a message that looks like a stack', () => {
    const messages = [`a\n    at ${secret}`, `a\n    at ${secret} (file:///x.ts:1:1)`, `\n  at x (${secret}:1:2)`];
    for (const message of messages) {
      const { text } = logged((log) => log.error({ err: new Error(message) }, 'Failed.'));
      assert.ok(!text.includes(secret), text);
    }
  });

  it('follows causes only so far, also those in a circle', () => {
    const error = new WorkspaceError('unavailable', 'It does not work.');
    Object.assign(error, { cause: error });

    const { text } = logged((log) => log.warn({ err: error }, 'Failed.'));

    assert.ok(text.length < 20_000);
    assert.ok(!text.includes('It does not work'));
  });

  it('writes nothing of what was thrown and is no error', () => {
    const { text } = logged((log) => log.error({ err: secret }, 'Failed.'));

    assert.ok(!text.includes(secret), text);
  });
});
