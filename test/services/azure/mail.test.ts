import assert from 'node:assert/strict';
import { people } from '../../../sandbox/seed.ts';
import { GraphDirectory } from '../../../services/azure/directory.ts';
import { GraphMail } from '../../../services/azure/mail.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

const { admin, owner } = people;
const mail = {
  key: 'oncology-42/1/Pending',
  to: owner.aadObjectId,
  subject: 'oncology-42: Researcher asks for 2 files – Größe 1,4 MB',
  text: 'Researcher asks for 2 files & more.\n\nFiles: 2\nTo: "download" <both>\n\n.\nFrom the start.',
  card: {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text: '</script><script>alert(1)</script>\u2028' }],
    actions: [{ type: 'Action.Execute', verb: 'request.approve', data: { id: 'oncology-42', version: 1 } }],
  },
};

interface Kept {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly card?: Record<string, unknown>;
  readonly messageId: string;
  readonly headers: Record<string, string>;
}

describe('GraphMail', () => {
  let world: World;
  let client: GraphMail;

  before(async () => {
    world = await startWorld();
    client = graphMail();
  });
  beforeEach(async () => {
    await world.control('DELETE', '/mail');
    await world.control('DELETE', '/faults');
  });
  after(() => world[Symbol.asyncDispose]());

  const graphMail = (sender: string = admin.aadObjectId, originator?: string) => {
    const { credential, azure } = world;
    const tokens = new CachedTokens(credential);
    const directory = new GraphDirectory(tokens, azure.origin);
    return new GraphMail({ tokens, endpoint: azure.origin, sender, directory, originator });
  };
  const sent = async () => (await world.control('GET', '/mail')).body as Kept[];
  const fault = (more: object) => world.control('POST', '/faults', { service: 'graph', path: 'sendMail', ...more });

  it('sends a plain text and, for Outlook, the card in the head of an HTML that says the same', async () => {
    assert.equal(await client.send(mail), true);

    const [kept] = await sent();
    assert.deepEqual([kept?.from, kept?.to, kept?.subject], [admin.upn, [owner.upn], mail.subject]);
    assert.equal(kept?.text.trimEnd(), mail.text);
    assert.match(kept?.html ?? '', /<p>Researcher asks for 2 files &amp; more\.<\/p>/);
    assert.match(kept?.html ?? '', /To: &quot;download&quot; &lt;both&gt;/);
    assert.deepEqual(kept?.card, { ...mail.card, hideOriginalBody: true });
    assert.equal(kept?.html.match(/<script/g)?.length, 1);
    assert.match(kept?.headers['content-type'] ?? '', /^multipart\/alternative/);
    assert.equal(kept?.headers['auto-submitted'], 'auto-generated');
  });

  it('names the provider that Outlook knows it by', async () => {
    await graphMail(admin.upn, 'provider-1').send(mail);

    assert.equal((await sent())[0]?.card?.originator, 'provider-1');
  });

  it('gives the same mail to the same person the same id, and every other another', async () => {
    await client.send(mail);
    await client.send({ ...mail, text: 'Said otherwise.' });
    await client.send({ ...mail, key: 'oncology-43/1/Pending' });
    await client.send({ ...mail, to: admin.aadObjectId });

    const ids = (await sent()).map(({ messageId }) => messageId);
    assert.equal(ids[0], ids[1]);
    assert.equal(new Set(ids).size, 3);
    assert.match(ids[0]!, /^<[0-9a-f]{40}@[a-z.]+>$/);
  });

  it('takes a subject for one line, whatever is in it', async () => {
    await client.send({ ...mail, subject: 'Hello\r\nBcc: outsider@labdesk.example\r\n\r\nBody' });

    const [kept] = await sent();
    assert.deepEqual([kept?.to, (kept as unknown as { bcc: unknown }).bcc], [[owner.upn], []]);
    assert.match(kept?.subject ?? '', /^Hello Bcc: outsider/);
  });

  it('reads no file and fetches nothing, whatever the text looks like', async () => {
    await client.send({ ...mail, text: 'file:///etc/passwd {"path":"/etc/passwd"}', html: '<img src="/etc/passwd">' });

    assert.doesNotMatch(JSON.stringify(await sent()), /root:/);
  });

  it('finds that somebody unknown has no mailbox', async () => {
    assert.equal(await client.send({ ...mail, to: '97d48953-0000-4ea6-86c6-000000000000' }), false);
    assert.equal((await sent()).length, 0);
  });

  it('tells what is worth another attempt from what is not, and never sends twice by itself', async () => {
    const table = [
      [429, 'throttled'],
      [503, 'unavailable'],
      [403, 'refused'],
      [400, 'refused'],
    ] as const;
    for (const [status, code] of table) {
      await fault({ status, times: 1, retryAfter: 7 });
      await assert.rejects(client.send(mail), { name: 'WorkspaceError', code }, `${status}`);
    }
    await assert.rejects(graphMail('nobody@labdesk.example').send(mail), { code: 'refused' });
    assert.equal((await sent()).length, 0);
  });
});
