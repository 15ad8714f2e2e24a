import assert from 'node:assert/strict';
import type { Outcome } from '../../../bot/dispatch.ts';
import type { Card } from '../../../cards/card.ts';
import { membersAddress, type WorkspaceMembers, workspaceMembers } from '../../../services/members/member-record.ts';
import type { Caller } from '../../../services/people/people.ts';
import { buttons, cardText, parts } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';

const smith = person('11111111-aaaa-4aaa-8aaa-111111111111', 'Kim Smith', 'kim.smith@labdesk.example');
const other = person('22222222-aaaa-4aaa-8aaa-222222222222', 'Lee Smith', 'lee.smith@labdesk.example');
const jones = person('33333333-aaaa-4aaa-8aaa-333333333333', 'Jo Jones', 'jo.jones@labdesk.example');

function person(aadObjectId: string, name: string, mail: string) {
  return { aadObjectId, name, mail, userPrincipalName: mail, isGuest: false };
}

describe('the actions on members', () => {
  let world: CommandWorld;
  const by = {
    owner: caller(owner, { oncology: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
    admin: caller(admin, {}, { admin: true }),
  };

  beforeEach(async () => {
    world = await CommandWorld.start();
    const { machines } = world;
    machines.directory.member('admins', admin.aadObjectId);
    for (const each of [smith, other, jones]) {
      machines.entra.everybody.push(each);
      machines.directory.contacts.set(each.aadObjectId, each);
    }
    machines.followMembers();
    for (const kind of ['member.card', 'member.tell'])
      machines.effects.register<WorkspaceMembers>(workspaceMembers, kind, { handle: async () => ({ done: true }) });
  });

  afterEach(async () => await world.stop());

  const run = async (who: Caller, name: string, given: Record<string, string> = {}, confirmed = false) =>
    await world.run(who, name, { workspace: 'oncology', ...given }, { confirmed, via: confirmed ? 'card' : 'chat' });

  function shown(outcome: Outcome): Card {
    assert.ok('reply' in outcome, outcome.kind);
    return outcome.reply.card;
  }

  const roleOf = async ({ aadObjectId }: { aadObjectId: string }) =>
    (await world.machines.members.rolesOf(aadObjectId)).workspaces.get('oncology');

  it('name one clear hit in full before anything happens, and then add them', async () => {
    const asked = await run(by.owner, 'member.add', { people: 'jone' });
    assert.equal(asked.kind, 'confirm');
    assert.match(cardText(shown(asked)), /Add Jo Jones to Oncology\?[\s\S]*jo\.jones@labdesk\.example/);
    const [add] = buttons(shown(asked));
    assert.match(JSON.stringify(add?.data), new RegExp(`"id":"oncology/${jones.aadObjectId}"`));
    assert.equal(await roleOf(jones), undefined);

    assert.match(cardText(shown(await run(by.owner, 'member.add', { people: 'jone' }, true))), /Adding Jo Jones/);
    await world.machines.clock.advance(5);
    assert.equal(await roleOf(jones), 'member');
    const again = await run(by.owner, 'member.add', { people: jones.mail });
    assert.match(cardText(shown(again)), /Jo Jones is in Oncology already/);
  });

  it('let choose where several may be meant, those who are clear chosen already', async () => {
    const asked = shown(await run(by.owner, 'member.add', { people: 'smith and jo.jones@labdesk.example' }));
    const choice = [...parts(asked)].find(({ id }) => id === 'people');
    assert.equal(choice?.value, jones.aadObjectId);
    assert.match(JSON.stringify(choice?.choices), /Kim Smith.*Lee Smith|Lee Smith.*Kim Smith/);
    assert.match(cardText(asked), /Several people may be meant/);

    const both = `${smith.aadObjectId},${jones.aadObjectId}`;
    const named = await run(by.owner, 'member.add', { people: both, role: 'owner' });
    assert.match(cardText(shown(named)), /Make Kim Smith and Jo Jones owner of Oncology\?/);
    await run(by.owner, 'member.add', { people: both, role: 'owner' }, true);
    await world.machines.clock.advance(5);
    assert.deepEqual([await roleOf(smith), await roleOf(jones), await roleOf(other)], ['owner', 'owner', undefined]);
  });

  it('take several who were searched for together with names that were written, and none of too many', async () => {
    const pressed = { people: `${smith.aadObjectId},${jones.aadObjectId},${smith.aadObjectId}`, name: other.mail };
    const asked = shown(await run(by.owner, 'member.add', pressed));
    assert.match(cardText(asked), /Add Kim Smith, Jo Jones and Lee Smith to Oncology\?/);
    const ids = [smith, jones, other].map(({ aadObjectId }) => aadObjectId).join(',');
    assert.equal([...parts(asked)].find(({ id }) => id === 'people')?.value, ids);
    await run(by.owner, 'member.add', { people: ids, role: 'member' }, true);
    await world.machines.clock.advance(5);
    assert.deepEqual([await roleOf(smith), await roleOf(jones), await roleOf(other)], ['member', 'member', 'member']);

    const many = Array.from({ length: 21 }, (_, index) => `person${index}`).join(',');
    await assert.rejects(run(by.owner, 'member.add', { people: many }), { message: /21 names\. Name at most 20/ });
  });

  it('take whom Teams’ own picker gave like anybody else: with the others, without guests, and unknown ids for nobody', async () => {
    const card = shown(await world.run(by.owner, 'member.add', { workspace: 'oncology' }, { inTeams: true }));
    assert.ok([...parts(card)].some(({ id }) => id === 'picked'));
    assert.ok(![...parts(shown(await run(by.owner, 'member.add')))].some(({ id }) => id === 'picked'));

    const both = { people: smith.aadObjectId, picked: `${jones.aadObjectId},${smith.aadObjectId}` };
    assert.match(cardText(shown(await run(by.owner, 'member.add', both))), /Add Kim Smith and Jo Jones to Oncology\?/);
    const playground = shown(await run(by.owner, 'member.add', { picked: `29:${jones.aadObjectId}` }));
    assert.match(cardText(playground), /Add Jo Jones to Oncology\?/);
    const unknown = '44444444-aaaa-4aaa-8aaa-444444444444';
    const asked = shown(await run(by.owner, 'member.add', { picked: `${jones.aadObjectId},${unknown}` }));
    assert.match(cardText(asked), /Nobody in the directory is called 44444444/);
    const guest = { ...other, isGuest: true };
    world.machines.directory.contacts.set(guest.aadObjectId, guest);
    await assert.rejects(run(by.owner, 'member.add', { picked: guest.aadObjectId }), { message: /takes no guests/ });
    await assert.rejects(run(by.researcher, 'member.add', { picked: jones.aadObjectId }, true), { code: 'forbidden' });
    await world.machines.clock.advance(5);
    assert.equal(await roleOf(jones), undefined);
  });

  it('show who is called nearly so to choose from, and take nobody unasked', async () => {
    world.machines.entra.nearly.set('jonse', [jones]);
    for (const confirmed of [false, true]) {
      const asked = shown(await run(by.owner, 'member.add', { people: 'jonse' }, confirmed));
      assert.match(cardText(asked), /Nobody is called jonse\. Choose whom you mean/);
      const choice = [...parts(asked)].find(({ id }) => id === 'people');
      assert.deepEqual([choice?.value, JSON.stringify(choice?.choices).includes(jones.aadObjectId)], ['', true]);
    }
    await world.machines.clock.advance(5);
    assert.equal(await roleOf(jones), undefined);
    const chosen = shown(await run(by.owner, 'member.add', { people: jones.aadObjectId }));
    assert.match(cardText(chosen), /Add Jo Jones to Oncology\?/);
  });

  it('say whom nobody knows, and keep what was written', async () => {
    const card = shown(await run(by.owner, 'member.add', { people: 'Nobody Atall' }));
    assert.match(cardText(card), /Nobody in the directory is called Nobody Atall/);
    assert.equal([...parts(card)].find(({ id }) => id === 'name')?.value, 'Nobody Atall');
  });

  it('ask an owner who removes themselves, and refuse the last one', async () => {
    await assert.rejects(run(by.owner, 'member.remove', { people: 'me' }), { message: /last owner of Oncology/ });
    await run(by.admin, 'member.add', { people: jones.mail, role: 'owner' }, true);
    await world.machines.clock.advance(5);
    const asked = await run(by.owner, 'member.remove', { people: 'me' });
    assert.equal(asked.kind, 'confirm');
    assert.match(cardText(shown(asked)), /you lose access to Oncology yourself/);
    await run(by.owner, 'member.remove', { people: 'me' }, true);
    await world.machines.clock.advance(5);
    assert.equal(await roleOf(owner), undefined);
    await assert.rejects(run(by.owner, 'member.remove', { people: jones.aadObjectId }), { code: 'not-found' });
  });

  it('make an owner a member again, who stays', async () => {
    await run(by.owner, 'member.add', { people: jones.mail, role: 'owner' }, true);
    await world.machines.clock.advance(5);
    const asked = await run(by.owner, 'member.remove', { people: jones.aadObjectId, role: 'owner' });
    assert.match(cardText(shown(asked)), /Take ownership of Oncology from/);
    assert.equal([...parts(shown(asked))].find(({ id }) => id === 'role')?.value, 'owner');
    await run(by.owner, 'member.remove', { people: jones.aadObjectId, role: 'owner' }, true);
    await world.machines.clock.advance(5);
    assert.equal(await roleOf(jones), 'member');
  });

  it('change nothing for a member, and ask the directory nothing for them', async () => {
    await assert.rejects(run(by.researcher, 'member.add', { people: 'jone' }), { code: 'forbidden' });
    await assert.rejects(run(by.researcher, 'member.remove', { people: 'me' }, true), { code: 'forbidden' });
    assert.equal(await world.machines.changes.get(workspaceMembers, membersAddress('oncology')), undefined);
    assert.match(cardText(shown(await run(by.researcher, 'member.list'))), /People in Oncology/);
  });
});
