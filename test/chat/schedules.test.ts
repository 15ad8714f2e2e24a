import assert from 'node:assert/strict';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring } from './machine-state.ts';

const dayInMs = 86_400_000;

describe('a schedule in the chat', () => {
  let sandbox: TestSandbox;
  /** The day that it is for Labdesk. */
  let day = 0;

  before(async () => {
    sandbox = await sharedSandbox();
    const { now } = (await sandbox.control.tick({ advanceSeconds: 0 })) as { now: string };
    day = Date.parse(now.slice(0, 10));
    // People who were met are reached.
    await Promise.all([sandbox.chat('researcher2').say('hello'), sandbox.chat('owner').say('hello')]);
  });
  after(async () => {
    await sandbox.chat('researcher').say('no more schedule for onc-python');
    await bring(sandbox, sandbox.chat('researcher'), 'onc-python', 'Started');
  });

  const tickTo = async (time: string) =>
    await sandbox.control.tick({ now: `${new Date(day).toISOString().slice(0, 10)}T${time}Z` });

  /** A day later it is evening, and onc-python stops every day at 19:00 by London's clock, as its people's Teams says. */
  async function evening(): Promise<void> {
    const chat = sandbox.chat('researcher');
    day += dayInMs;
    await tickTo('12:00:00');
    await bring(sandbox, chat, 'onc-python', 'Started');
    const set = await chat.say('stop onc-python every day at 19:00');
    assert.match(set.text, /^onc-python stops every day at 19:00\n[\s\S]*Next stop/);
    await tickTo(`${stopHour() - 1}:31:00`);
  }

  /** 19:00 in London, in UTC. */
  function stopHour(): number {
    const noon = new Date(day + dayInMs / 2);
    const local = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Europe/London' }).format(noon));
    return 19 - (local - 12);
  }

  it('is announced with its price, put off by a press, and then made', async () => {
    const chat = sandbox.chat('researcher');
    await evening();
    const card = await chat.shows(/^onc-python stops at 19:00/);
    assert.match(card.text, /Keep 1 h, \d+\.\d\d EUR\nUntil 22:00, \d+\.\d\d EUR\nNot tonight\nStop now/);

    const kept = await chat.press(card, /^Keep 1 h/);
    assert.match(kept.text, /^You keep onc-python until 20:00/);
    await chat.shows(/^You keep onc-python until 20:00/, { on: card });
    const twice = await chat.press(card, /^Keep 1 h/);
    assert.match(twice.text, /^You keep onc-python until 20:00/);

    await tickTo(`${stopHour()}:10:00`);
    assert.match((await chat.say('show onc-python')).text, /\nStarted\n/);
    await tickTo(`${stopHour() + 1}:00:30`);
    for (let look = 0; look < 20 && !/Stopped/.test((await chat.say('show onc-python')).text); look += 1)
      await sandbox.control.tick({ advanceSeconds: 5 });
    await chat.shows(/^onc-python stopped at 20:00\n[\s\S]*Start onc-python/);
  });

  it('is left out for a night, and taken back by a sentence', async () => {
    const chat = sandbox.chat('researcher');
    await evening();
    const card = await chat.shows(/^onc-python stops at 19:00/);
    const skipped = await chat.press(card, 'Not tonight');
    assert.match(skipped.text, /^You keep onc-python on tonight\n[\s\S]*The next stop is tomorrow at 19:00/);
    assert.match((await chat.say('keep onc-python until 21:00')).text, /^onc-python stays on anyway/);
    const ended = await chat.say('no more schedule for onc-python');
    assert.match(ended.text, /^onc-python stops no more by itself/);
    await tickTo(`${stopHour()}:30:00`);
    assert.match((await chat.say('show onc-python')).text, /\nStarted\n/);
  });

  it('asks for what is missing, and takes it from the form', async () => {
    const chat = sandbox.chat('researcher');
    const form = await chat.say('set a schedule for onc-python');
    assert.match(form.text, /^When shall onc-python stop\?/);
    const half = await chat.press(form, 'Set the schedule', { days: 'weekdays', time: '' });
    assert.match(half.text, /Say at what time/);
    const set = await chat.press(form, 'Set the schedule', { days: 'weekdays', time: '18:15' });
    assert.match(set.text, /^onc-python stops every weekday at 18:15/);
    const none = await chat.press(set, 'No more schedule');
    assert.match(none.text, /^onc-python stops no more by itself/);
  });

  it('says that nothing stops a machine without one, and nothing to whom it does not concern', async () => {
    assert.match(
      (await sandbox.chat('researcher').say('keep onc-r until 22:00')).text,
      /Nothing stops onc-r by itself/,
    );
    assert.match(
      (await sandbox.chat('owner2').say('stop onc-python every day at 19:00')).text,
      /no machine "onc-python"/,
    );
  });
});
