import assert from 'node:assert/strict';
import { pino } from 'pino';
import { ArchiveNews } from '../../../bot/news/archive-news.ts';
import { EndingNews } from '../../../bot/news/ending-news.ts';
import type { Card } from '../../../cards/card.ts';
import type { Person } from '../../../services/people/people.ts';
import { ArchiveWorld, chief, second } from '../../support/archive-world.ts';
import { cardText } from '../../support/card-content.ts';
import { admin, owner } from '../../support/machine-samples.ts';

describe('what people read of the end of a workspace without having asked', () => {
  let world: ArchiveWorld;
  /** What stands under a key, by whom it is for. */
  let stands: Map<string, string>;
  let lines: string[];

  beforeEach(async () => {
    world = await ArchiveWorld.start();
    stands = new Map();
    lines = [];
    const courier = {
      show: async (key: string, _: Person, card: Card) => {
        stands.set(key, cardText(card));
        return 'teams' as const;
      },
      showIn: async (key: string, _: unknown, card: Card) => {
        stands.set(key, cardText(card));
        return 'teams' as const;
      },
      tell: async (_: string, { aadObjectId }: Person, text: string) => {
        lines.push(`${aadObjectId}: ${text}`);
        return 'teams' as const;
      },
      tellIn: async (key: string, { conversationId }: { conversationId: string }, text: string) => {
        lines.push(`${key} in ${conversationId}: ${text}`);
        return 'teams' as const;
      },
    };
    const { base } = world;
    const parts = { ...base, courier, log: pino({ level: 'silent' }) };
    new ArchiveNews(parts).register(base.effects);
    new EndingNews(parts).register(base.effects);
    base.endings.register(base.effects);
  });
  afterEach(() => world.stop());

  const title = (key: string) => stands.get(key)?.split('\n')[0];

  it('is one card for each admin from the first key on, another on the way back, and a line for owners', async () => {
    await world.propose();
    await world.after(5);
    assert.equal(title(`archive/oncology/1/closing/${second.aadObjectId}`), 'Admin wants to archive Oncology');
    assert.match(lines[0]!, new RegExp(`^${owner.aadObjectId}: Admin wants to archive Oncology\\. If a second admin`));
    await world.confirm();
    await world.after(120);
    for (const { aadObjectId } of [admin, second])
      assert.equal(title(`archive/oncology/1/closing/${aadObjectId}`), 'Oncology is archived');
    assert.match(lines[1]!, /Admin and Admin 2 are archiving Oncology\. For 90 days an admin can bring it back\./);
    await world.archives.restore(chief, await world.place(), { ...world.command(), round: 1 });
    await world.after(60);

    assert.equal(title(`archive/oncology/1/closing/${second.aadObjectId}`), 'Oncology is archived');
    assert.equal(title(`archive/oncology/1/restoring/${second.aadObjectId}`), 'Oncology is back');
    assert.match(lines.at(-1)!, /Oncology was brought back/);
  });

  it('is a card for each warning of an end date, which says so when the date is changed', async () => {
    await world.base.workspaces.amend('oncology', { endsOn: '2026-03-09' });
    await world.base.endings.look();
    await world.after(5);
    const [key, theirs] = [admin, owner].map(({ aadObjectId }) => `ending/oncology/2026-03-09/7/${aadObjectId}`);
    assert.equal(title(key!), 'Oncology ends in 7 days');
    assert.match(stands.get(theirs!)!, /Take out what you need, or ask an admin/);
    await world.base.endings.extend(chief, await world.place(), '2026-06-09', world.command());
    await world.after(5);

    assert.deepEqual(
      [key, theirs].map((each) => title(each!)),
      Array(2).fill('Oncology ends on June 9 now'),
    );
  });

  it('is a line in the channel of the workspace for each warning, unless the date is another one by then', async () => {
    const channel = { conversationId: '19:analysis@thread.tacv2', serviceUrl: 'https://smba.example/emea/' };
    await world.base.workspaces.amend('oncology', { endsOn: '2026-03-09', channel });
    await world.base.endings.look();
    await world.after(5);
    await world.base.endings.look();
    await world.after(5);

    assert.equal(lines.length, 1, lines.join());
    assert.match(
      lines[0]!,
      /^ending\/oncology\/2026-03-09\/7\/channel in 19:analysis\S+ Oncology ends in 7 days\. Whoever/,
    );
    await world.base.endings.extend(chief, await world.place(), '2026-03-31', world.command());
    await world.after(5);
    await world.base.endings.look();
    await world.base.endings.extend(chief, await world.place(), '2026-06-09', world.command());
    await world.after(5);
    assert.equal(lines.length, 1, lines.join());
  });
});
