import assert from 'node:assert/strict';
import { failureCard, supportId } from '../../bot/failures.ts';
import { createLog } from '../../bot/log.ts';
import { texts } from '../../cards/texts.ts';
import { type ErrorCode, WorkspaceError } from '../../services/errors.ts';
import { buttons, cardText } from '../support/card-content.ts';

const codes = Object.keys(texts.talk.errors) as ErrorCode[];
const id = /[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}/;

function fail(error: unknown) {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  const card = failureCard(error, log, { activity: '1', person: 'someone' });
  return { card, text: cardText(card), lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('what people are told when something goes wrong', () => {
  it('is what happened and what to do next, in the words of the error', () => {
    for (const code of codes) {
      const { card, text } = fail(new WorkspaceError(code, 'The machine is busy. Try again in a minute.'));

      assert.ok(text.startsWith(`${texts.talk.errors[code]}\nThe machine is busy. Try again in a minute.`), code);
      assert.ok(buttons(card).length > 0, code);
    }
  });

  it('has a support id, the same as in the log, where somebody may have to look', () => {
    const looked: ErrorCode[] = ['capacity', 'quota', 'refused', 'throttled', 'timeout', 'unavailable', 'unverified'];
    for (const code of codes) {
      const { text, lines } = fail(new WorkspaceError(code, 'That did not work. Try again.'));

      const shown = id.exec(text)?.[0];
      assert.equal(shown !== undefined, looked.includes(code), code);
      assert.equal(lines[0]?.support, shown, code);
    }
  });

  it('says nothing of a bug but that it was one, and writes down where it is', () => {
    const { text, lines } = fail(new TypeError('Cannot read properties of AccountKey=4711'));

    assert.doesNotMatch(text, /AccountKey|TypeError/);
    assert.match(text, id);
    assert.equal(lines[0]?.level, 50);
    assert.equal((lines[0] as { err: { type: string } }).err.type, 'TypeError');
    assert.doesNotMatch(JSON.stringify(lines), /AccountKey/);
  });

  it('writes down the kind of what failed behind, without its words', () => {
    const cause = Object.assign(new Error('token eyJ0.abc'), { code: 'TooManyRequests', statusCode: 429 });
    const { lines } = fail(new WorkspaceError('throttled', 'Azure is asked too much.', { cause }));

    assert.deepEqual(lines[0]?.cause, { name: 'Error', code: 'TooManyRequests', statusCode: 429 });
    assert.doesNotMatch(JSON.stringify(lines), /eyJ0/);
  });

  it('takes anything that can be thrown', () => {
    for (const thrown of [undefined, null, 'text', 7, {}, new AggregateError([])])
      assert.match(fail(thrown).text, /Something went wrong on our side/);
  });
});

describe('a support id', () => {
  it('can be read out and is hardly ever the same', () => {
    const ids = Array.from({ length: 2000 }, supportId);

    for (const one of ids) assert.match(one, new RegExp(`^${id.source}$`));
    assert.ok(new Set(ids).size > 1990);
  });
});
