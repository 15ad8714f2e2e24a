import assert from 'node:assert/strict';
import { callerAs, RequestDesk } from './desk.ts';
import { person } from './world/place.ts';

const author = callerAs('researcher', 'member');
const owner = callerAs('owner', 'owner');
const owner2 = callerAs('owner2', 'owner');
const decisions = ['claim', 'approve', 'deny', 'return', 'revoke'] as const;

describe('Deciding about requests', () => {
  let desk: RequestDesk;
  let name: string;

  beforeEach(async () => {
    desk = new RequestDesk();
    name = await desk.put('in_review');
  });

  const by = (key: string, round?: number) => ({ key, via: 'card' as const, ...(round !== undefined && { round }) });
  const effects = async () => (await desk.read(name)).effects.map(({ kind }) => kind);

  it('puts on record what an approval was for, who gave it as what, and has the copies follow first', async () => {
    const { request, done } = await desk.reviews.approve(owner, desk.workspace, name, by('a'));

    assert.equal(done, true);
    assert.deepEqual(request.decision, { by: person('owner'), at: desk.clock.now().toISOString(), as: 'owner' });
    assert.equal(request.accessUntil, new Date(desk.clock.now().getTime() + 30 * 86_400_000).toISOString());
    const [entry] = request.history;
    assert.deepEqual(entry?.detail, { manifest: request.manifest, round: 1, as: 'owner' });
    assert.deepEqual([entry?.from, entry?.to, entry?.by.roles], ['in_review', 'approving', ['owner']]);
    assert.deepEqual((await effects()).slice(0, 2), ['request.copy', 'card.show']);
  });

  it('says on record why somebody other than an owner decided', async () => {
    const approvers = [{ ...person('deputy'), as: 'deputy' as const }];
    name = await desk.put('in_review', { approvers, standIn: 'author-is-only-owner' });

    const { request } = await desk.reviews.deny(callerAs('deputy'), desk.workspace, name, 'Not yet.', by('d'));

    assert.equal(request.decision?.as, 'deputy');
    assert.equal(request.history[0]?.detail?.because, 'author-is-only-owner');
    assert.equal(request.history[0]?.why, 'Not yet.');
  });

  it('changes nothing where the same command comes again, and says that it is done', async () => {
    for (const verb of decisions) {
      name = await desk.put(verb === 'revoke' ? 'approved' : 'in_review');
      const again = async () =>
        verb === 'claim' || verb === 'approve'
          ? await desk.reviews[verb](owner, desk.workspace, name, by(verb))
          : await desk.reviews[verb](owner, desk.workspace, name, 'Because.', by(verb));
      const first = await again();
      const second = await again();

      assert.deepEqual([first.done, second.done], [true, true], verb);
      assert.equal(second.request.version, first.request.version, verb);
      assert.equal((await desk.read(name)).history.length, 1, verb);
    }
  });

  it('decides nothing from a card of an earlier submission', async () => {
    name = await desk.put('in_review', { round: 2 });

    const { done, request } = await desk.reviews.approve(owner, desk.workspace, name, by('old', 1));
    const fresh = await desk.reviews.approve(owner, desk.workspace, name, by('new', 2));

    assert.deepEqual([done, request.state, fresh.done], [false, 'in_review', true]);
  });

  it('tells whoever comes second what was decided, whatever they wanted', async () => {
    const asked = Promise.all([
      desk.reviews.approve(owner, desk.workspace, name, by('1')),
      desk.reviews.deny(owner2, desk.workspace, name, 'Not yet.', by('2')),
      desk.reviews.return(owner2, desk.workspace, name, 'Which?', by('3')),
    ]);
    // Whoever lost a race waits a moment.
    await desk.clock.advance(1);
    const answers = await asked;

    const { state, decision } = await desk.read(name);
    assert.equal(answers.filter(({ done }) => done).length, 1);
    for (const { request } of answers) assert.deepEqual([request.state, request.decision], [state, decision]);
  });

  it('needs words where it denies, asks back or revokes, and changes nothing without', async () => {
    for (const verb of ['deny', 'return', 'revoke'] as const)
      for (const words of [undefined, '', '   '])
        await assert.rejects(desk.reviews[verb](owner, desk.workspace, name, words, by(verb)), { code: 'invalid' });

    assert.equal((await desk.read(name)).history.length, 0);
  });

  it('puts each attempt of the author on record, whatever roles they have, once a command', async () => {
    const administrator = callerAs('researcher', 'owner', { admin: true, reviewer: true });
    for (const key of ['1', '1', '2'])
      await assert.rejects(desk.reviews.approve(administrator, desk.workspace, name, by(key)), {
        code: 'forbidden',
        message: /You cannot decide about your own request\. owner decides; nothing was changed\./,
      });

    const { history, state } = await desk.read(name);
    assert.equal(state, 'in_review');
    assert.deepEqual(
      history.map(({ what, detail, by: who }) => [what, detail?.because, who.roles]),
      [
        ['request.approve.refused', 'not-allowed', ['owner', 'admin', 'reviewer']],
        ['request.approve.refused', 'not-allowed', ['owner', 'admin', 'reviewer']],
      ],
    );
  });

  it('puts on record that the directory was silent, of those who were asked and of nobody else', async () => {
    for (const who of ['owner', 'researcher', 'outsider'])
      await desk.reviews.unverified(person(who), name, 'request.approve', by(who));

    const { history, state } = await desk.read(name);
    assert.equal(state, 'in_review');
    assert.deepEqual(
      history.map(({ what, detail, by: who }) => [what, detail?.because, who.aadObjectId]),
      [
        ['request.approve.refused', 'directory-silent', 'owner'],
        ['request.approve.refused', 'directory-silent', 'researcher'],
      ],
    );
  });

  it('shows by a claim who takes it, and leaves the decision to everybody', async () => {
    await desk.reviews.claim(owner, desk.workspace, name, by('claim'));

    const { done, request } = await desk.reviews.approve(owner2, desk.workspace, name, by('approve'));

    assert.deepEqual([done, request.claimedBy, request.decision?.by], [true, person('owner'), person('owner2')]);
  });

  it('forgets what only waited: a decision cancels reminders, a withdrawal all but the record', async () => {
    const due = { id: 'effect', dueAt: '2026-03-05T09:00:00.000Z', deadline: '2026-03-06T09:00:00.000Z', attempts: 0 };
    const waiting = ['request.nudge', 'request.escalate'].map((kind) => ({ ...due, id: kind, kind, data: {} }));
    const put = async () => {
      name = await desk.put('in_review');
      const stored = (await desk.store.get('workspace/oncology', `request/${name.split('-')[1]}`))!;
      await desk.store.replace({ ...stored.document, effects: waiting } as typeof stored.document, stored.etag);
    };

    await put();
    await desk.reviews.deny(owner, desk.workspace, name, 'No.', by('d'));
    const denied = await effects();
    await put();
    await desk.requests.withdraw(author, desk.workspace, name, by('w'));
    const withdrawn = await effects();

    for (const kinds of [denied, withdrawn]) {
      assert.ok(!kinds.includes('request.nudge') && !kinds.includes('request.escalate'));
      assert.ok(kinds.includes('ledger.append') && kinds.includes('card.show'));
    }
  });
});
