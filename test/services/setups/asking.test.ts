import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { SetupProblems, type SetupWish } from '../../../services/setups/setup-wish.ts';
import { WorkspaceSetups } from '../../../services/setups/workspace-setups.ts';
import { caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { author, chief, deputy, guest, SetupWorld, wish } from '../../support/setup-world.ts';

const stranger = caller({ aadObjectId: 'a6f4e0c1-1f5b-4a5e-8d0f-7b7f6f1f0a11', name: 'Outsider' }, {});

describe('asking for a workspace', () => {
  let world: SetupWorld;

  beforeEach(async () => {
    world = await SetupWorld.start();
  });
  afterEach(() => world.stop());

  const problemsOf = async (more: Partial<SetupWish>, by = author) => {
    const error = await world.setups.validate(by, { ...wish, ...more }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return [];
    assert.ok(error instanceof SetupProblems, String(error));
    return error.problems;
  };
  const refused = (code: string, says: RegExp) => (error: unknown) =>
    error instanceof WorkspaceError && error.code === code && says.test(error.message);

  it('offers what the landing zone has, with prices an hour', async () => {
    const offer = await world.setups.offer(author);

    assert.deepEqual(offer.sizes[0], {
      ...{ name: 'Standard_D2s_v5', label: '2 cores, 8 GiB' },
      perHour: { linux: { amount: '0.25', currency: 'EUR' }, windows: { amount: '0.25', currency: 'EUR' } },
    });
    assert.deepEqual(
      [offer.currency, offer.images.map(({ name }) => name), offer.earliestEnd, offer.latestEnd, offer.mostMachines],
      ['EUR', ['ubuntu', 'windows'], '2026-03-03', '2031-03-01', 20],
    );
    world.price = undefined;
    world.base.clock.leap(8 * 86_400);
    assert.equal((await world.setups.offer(author)).sizes.length, 5, 'without prices too');
  });

  it('says all that is wrong with a form at once, field by field', async () => {
    const machine = wish.machines[0]!;
    const problems = await problemsOf({
      ...{ name: '=cmd|x', purpose: ' ', costCentre: '\u202e', owner: '', members: ['nobody'], budget: '1e9' },
      ...{ thresholds: [50.5], endsOn: '2026-02-30', preset: 'toString' },
      machines: [
        { ...machine, size: 'Standard_M416' },
        { ...machine, name: 'LUNG-python', environment: 'java' },
      ],
    });

    assert.deepEqual(
      problems.map(({ field, machine: at }) => (at === undefined ? field : `${field} ${at}`)),
      [
        ...['name', 'purpose', 'costCentre', 'preset', 'owner', 'members', 'budget', 'thresholds'],
        ...['machines 0', 'machines 1', 'machines 1', 'endsOn'],
      ],
    );
    assert.ok(problems.every(({ words }) => /^[A-Z].*\.$/.test(words)));
  });

  for (const [what, more, field] of [
    ['a budget of nothing', { budget: '0' }, 'budget'],
    ['a budget with an exponent', { budget: '1e3' }, 'budget'],
    ['an end that has passed', { endsOn: '2026-03-02' }, 'endsOn'],
    ['an end too far away', { endsOn: '2031-03-02' }, 'endsOn'],
    ['more machines than the template takes', { machines: Array(21).fill(wish.machines[0]) }, 'machines'],
    [
      'a name that Windows does not take',
      { machines: [{ ...wish.machines[0]!, name: 'a-name-of-16-let' }] },
      'machines',
    ],
    ['a device for a name', { machines: [{ ...wish.machines[0]!, name: 'COM1' }] }, 'machines'],
    ['a guest where the rules take none', { members: [guest.aadObjectId] }, 'members'],
    ['somebody whom the directory does not know', { owner: stranger.aadObjectId }, 'owner'],
    ['a name without Latin letters', { name: '研究' }, 'name'],
    ['a name that breaks lines of markup', { name: 'Study <b>' }, 'name'],
    ['a name that commands mean something else by', { name: 'All' }, 'name'],
  ] as const)
    it(`refuses ${what}`, async () => {
      const problems = await problemsOf(more as Partial<SetupWish>);
      assert.deepEqual([...new Set(problems.map((problem) => problem.field))], [field]);
    });

  it('finds people of the directory, but for no guest', async () => {
    const candidate = { ...owner, userPrincipalName: 'owner@labdesk.example', isGuest: false };
    world.base.entra.everybody.push(candidate);
    assert.deepEqual(await world.setups.search(author, 'own'), [candidate]);
    assert.deepEqual(await world.setups.search(caller(guest, {}), 'own'), []);
  });

  it('takes guests where the rules do, and nobody twice', async () => {
    const members = [guest.aadObjectId, researcher.aadObjectId, guest.aadObjectId, owner.aadObjectId];
    const plan = await world.setups.validate(author, { ...wish, preset: 'open', members });
    assert.deepEqual(
      plan.members.map(({ name }) => name),
      ['Guest', 'Researcher'],
    );
  });

  it('is refused where a workspace has the name, however it is written, without saying whose', async () => {
    for (const name of ['Oncology', 'ONCOLOGY', 'Onco-logy', 'Оncology', 'oncólogy']) {
      const [problem, ...others] = await problemsOf({ name });
      assert.deepEqual([problem?.field, others.length], ['name', 0], name);
      assert.match(problem!.words, /is taken, or somebody is already setting it up/);
    }
  });

  it('gives a name to one of two who ask at once; the other reads that it is taken', async () => {
    const both = Promise.allSettled([world.ask(author), world.ask(caller(owner, {}))]);
    await world.base.clock.advance(2);
    const [one, other] = await both;

    assert.equal(one.status, 'fulfilled');
    assert.ok(other.status === 'rejected' && refused('conflict', /taken, or somebody/)(other.reason));
    await assert.rejects(world.ask(chief), refused('conflict', /^Researcher is already setting up "Lung Study"/));
    await assert.rejects(world.ask(caller(owner, {}), { name: 'Lung  Study' }), refused('conflict', /taken/));
    assert.equal((await world.setups.get(chief, 'lung-study')).askedBy.name, 'Researcher');
  });

  it('is answered once for the same command', async () => {
    const command = world.command();
    await world.setups.ask(author, wish, command);
    await world.after(5);
    assert.equal((await world.setups.ask(author, wish, command)).state, 'waiting');
    assert.equal(world.told.length, 2);
  });

  it('lets whoever asked change the plan, which is checked anew', async () => {
    const { round } = await world.checked();
    const again = await world.ask(author, { budget: '2000' });
    assert.deepEqual([again.state, again.plan.budget.amount, again.round], ['checking', '2000', round]);
    assert.equal((await world.after(5)).state, 'waiting');
    const late = { ...world.command(), planned: again.planned - 1 };
    await assert.rejects(world.setups.create(chief, 'lung-study', late), refused('stale', /changed since/));
    await assert.rejects(
      world.setups.decline(chief, 'lung-study', { ...late, reason: '' }),
      refused('stale', /changed since/),
    );
    const { state } = await world.setups.create(chief, 'lung-study', { ...world.command(), planned: again.planned });
    assert.equal(state, 'creating');
  });

  it('is seen by admins, by whoever asked and by who shall be the owner; for all others it is not there', async () => {
    await world.checked();
    for (const by of [chief, author, caller(owner, {})])
      assert.equal((await world.setups.get(by, 'lung-study')).workspace, 'lung-study');
    await assert.rejects(world.setups.get(stranger, 'lung-study'), refused('not-found', /Nobody is setting up/));
    await assert.rejects(
      world.setups.withdraw(stranger, 'lung-study', world.command()),
      refused('not-found', /Nobody/),
    );
    await assert.rejects(world.setups.get(stranger, 'nowhere'), refused('not-found', /Nobody is setting up/));
    const lengths = [chief, author, stranger].map(async (by) => (await world.setups.list(by)).length);
    assert.deepEqual(await Promise.all(lengths), [1, 1, 0]);
  });

  it('is among what waits for the admins, and late after two working days', async () => {
    await world.checked();
    const [item] = (await world.base.pendingWork.list(chief, { kind: 'workspace' })).items;
    assert.deepEqual(
      { ...item, since: undefined },
      {
        ...{ kind: 'workspace', workspace: { id: 'lung-study', name: 'Lung Study' }, name: 'Lung Study' },
        ...{ word: 'Pending', since: undefined, turn: ['admin'], overdue: false },
      },
    );
    world.base.clock.leap(3 * 86_400);
    assert.equal((await world.base.pendingWork.list(chief)).overdue, 1);
    await world.setups.withdraw(author, 'lung-study', world.command());
    assert.equal((await world.base.pendingWork.list(chief)).total, 0);
  });

  it('is declined with a reason or withdrawn, and the name is free again', async () => {
    await world.checked();
    const declined = await world.setups.decline(deputy, 'lung-study', {
      reason: 'Not this\u0007 year.',
      ...world.command(),
    });
    assert.deepEqual([declined.state, declined.reason], ['declined', 'Not this year.']);
    await world.after(5);
    assert.equal(world.told.at(-1), 'declined author');
    await assert.rejects(
      world.setups.decline(author, 'lung-study', { reason: '', ...world.command() }),
      refused('forbidden', /admins/),
    );

    const again = await world.checked(caller(owner, {}));
    assert.deepEqual([again.state, again.round, again.askedBy.name, again.reason], ['waiting', 2, 'Owner', undefined]);
    await assert.rejects(
      world.setups.withdraw(chief, 'lung-study', world.command()),
      refused('forbidden', /Only Owner/),
    );
    assert.equal((await world.setups.withdraw(caller(owner, {}), 'lung-study', world.command())).state, 'withdrawn');
    assert.equal((await world.setups.create(chief, 'lung-study', world.command())).state, 'withdrawn', 'too late');
  });

  it('is not made once its last day has passed, nor where a name that looks the same was faster', async () => {
    await world.checked(author, { name: 'Lungstudy' });
    await world.base.workspaces.register([{ ...workspace('elsewhere'), name: 'Lung Study' }]);
    await assert.rejects(
      world.setups.create(chief, 'lungstudy', world.command()),
      refused('conflict', /^Nothing was made\. The name "Lungstudy" is taken/),
    );
    await world.checked(author, { name: 'Short one', endsOn: '2026-03-04' });
    world.base.clock.leap(3 * 86_400);
    await assert.rejects(
      world.setups.create(chief, 'short-one', world.command()),
      refused('conflict', /its last day has passed/),
    );
  });

  it('lets nobody but admins ask for more than three that wait', async () => {
    for (const name of ['One study', 'Two studies', 'Three studies']) await world.checked(author, { name });
    await assert.rejects(world.ask(author, { name: 'Four studies' }), refused('busy', /asked for 3 workspaces/));
    assert.equal((await world.ask(chief, { name: 'Four studies' })).byAdmin, true);
  });

  it('says in plain words that nobody has said where workspaces are made', async () => {
    const { base } = world;
    const setups = new WorkspaceSetups({
      ...base,
      zone: undefined,
      groups: base.entra,
      prices: { load: async () => assert.fail() },
    });
    await assert.rejects(setups.offer(author), refused('refused', /LANDING_ZONE_FILE/));
    await assert.rejects(setups.ask(author, wish, world.command()), refused('refused', /LANDING_ZONE_FILE/));
  });
});
