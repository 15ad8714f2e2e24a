import assert from 'node:assert/strict';
import { healthCard } from '../../cards/admin/health.ts';
import { pendingCard } from '../../cards/admin/pending.ts';
import { parsePendingId, pendingId } from '../../cards/admin/pending-id.ts';
import { badges, buttons, cardText, fields } from '../support/card-content.ts';
import { now } from '../support/machine-samples.ts';
import { healthReport, letters, pendingView } from './admin-samples.ts';
import { announceSamples } from './announce-samples.ts';

describe('the card of what waits', () => {
  it('says of each what it is, whose turn it is and since when, and what is late', () => {
    const text = cardText(pendingCard(pendingView(), now));

    assert.match(
      text,
      /^10 things wait\n3 requests, 1 top-up, 1 machine, 1 budget, 1 new workspace, 2 ends of workspaces, 1 review of members · 7 overdue/,
    );
    assert.match(
      text,
      /oncology-42 · Oncology\nRequest · 3 files · Waits for the owners and the admins · for 6 days\nPending\nOverdue/,
    );
    assert.match(text, /oncology-43 · Oncology\nRequest · Taken on by Owner · for 15 hours\nPending\n(?!Overdue)/);
    assert.match(text, /onc-r · Oncology\nMachine that takes too long · Waits for Azure/);
    assert.match(
      text,
      /Oncology\nEnd of a workspace · One admin wants to close it · Waits for the key of a second admin · for 10 h/,
    );
    assert.match(text, /Oncology\nEnd of a workspace · A step of deleting what is left failed · Waits for the admins/);
    assert.match(text, /Oncology\nReview of members · Waits for the owners and the admins/);
    assert.match(text, /Oncology\nBudget that stops its machines · 2 machines to go · Waits for the admins/);
  });

  it('opens each with a press, and nothing else', () => {
    const shows = buttons(pendingCard(pendingView(), now)).filter(({ title }) => String(title).startsWith('Show '));

    assert.deepEqual(
      shows.map(({ verb, data }) => [verb, (data as { id: string }).id]),
      [
        ...['oncology-42', 'oncology-43', 'oncology-44', 'oncology-45'].map((id) => ['request.show', id]),
        ['machine.show', 'oncology/onc-r'],
        ['budget.show', 'oncology'],
        ['workspace.create', 'show/oncology'],
        ['workspace.archive', 'oncology'],
        ['workspace.archive', 'oncology'],
        ['member.review', 'oncology/0'],
      ],
    );
  });

  it('keeps what it was narrowed to while pages are turned', () => {
    const shown = { workspace: 'oncology', kind: 'request', page: 1 } as const;
    const card = pendingCard(pendingView({ shown, pages: 3, total: 25 }), now);

    assert.deepEqual(fields(card), { workspace: 'oncology', kind: 'request' });
    const ids = Object.fromEntries(buttons(card).map(({ title, data }) => [title, (data as { id?: string })?.id]));
    assert.equal(ids['Next page'], 'request.oncology/2');
    assert.equal(ids['First page'], 'request.oncology');
    assert.equal(ids['Show everything'], 'all');
    for (const view of [
      shown,
      { page: 0 },
      { page: 4 },
      { kind: 'budget', page: 0 },
      { workspace: 'a-1', page: 2 },
    ] as const)
      assert.deepEqual(parsePendingId(pendingId(view)), view);
    assert.equal(parsePendingId('everything.oncology'), undefined);
  });
});

describe("the card of Labdesk's health", () => {
  it('says in words what works, and has a badge only for what fails', () => {
    assert.deepEqual(badges(healthCard(healthReport(), now)), []);
    const probes = healthReport().probes.map((probed, index) =>
      index === 0
        ? { ...probed, trouble: 'late' as const, tookMs: 2000, failingSince: '2026-03-02T09:10:00Z' }
        : probed,
    );
    const card = healthCard(healthReport({ probes }), now);

    assert.deepEqual(badges(card), ['Failed']);
    assert.match(cardText(card), /^1 thing needs a look\nLabdesk 1\.2\.3, up for 25 h/);
    assert.match(
      cardText(card),
      /Azure Resource Manager\nNo answer within 2000 ms · seen first 20 minutes ago · last answer just now\nLook at/,
    );
  });

  it('has a button to try again where that makes sense', () => {
    const card = healthCard(healthReport({ letters: { letters: letters(6), hasMore: false } }), now);
    const retries = buttons(card).filter(({ title }) => title === 'Try again');

    assert.equal(retries.length, 3);
    assert.match(cardText(card), /oncology-42\nrequest\.copy, given up 30 minutes ago/);
    assert.match(cardText(card), /they can do it anew/);
    assert.match(cardText(card), /2 more steps are not shown/);
  });

  it('says which rights are lacking, and which are too many', () => {
    const azureRights = { lacks: ['Microsoft.Compute/disks/read'], excess: ['*'], asked: 8, open: 20 };
    const text = cardText(healthCard(healthReport({ azureRights, graphRights: undefined }), now));

    assert.match(text, /In Azure, lacking: Microsoft\.Compute\/disks\/read\. Grant it/);
    assert.match(text, /In Azure, more than needed: \*\. Take it away\.\nIn Azure, asked for 8 of 20 workspaces\./);
    assert.match(text, /In Microsoft Graph: could not be asked\./);
  });

  it('does not say that rights are as they should be where there is no workspace to ask for', () => {
    const azureRights = { lacks: [], excess: [], asked: 0, open: 0 };
    const text = cardText(healthCard(healthReport({ azureRights }), now));

    assert.match(text, /In Azure: could not be asked, since there is no open workspace yet\./);
    assert.doesNotMatch(text, /In Azure: exactly what is needed/);
    assert.match(cardText(healthCard(healthReport(), now)), /In Azure: exactly what is needed\.\nIn Microsoft Graph/);
  });
});

describe('the card of an announcement', () => {
  it('names the workspaces whose group is gone, before it is sent and in the report', () => {
    const text = (name: string) => cardText(announceSamples[name]!);

    assert.match(
      text('the preview of an announcement where the groups of some workspaces are gone'),
      /The groups of .+, .+, .+, .+, .+ and 3 more workspaces are gone; nobody there is told\./,
    );
    assert.match(
      text('an announcement without the people of a workspace'),
      /^Everybody was told\nThe group of Oncology is gone; nobody there is told\./,
    );
    assert.doesNotMatch(text('an announcement that everybody got'), /gone/);
  });
});
