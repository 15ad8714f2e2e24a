import assert from 'node:assert/strict';
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { TestSandbox } from '../support/sandbox.ts';
import { PlaygroundPage } from './playground-page.ts';
import { browser, playgroundSandbox } from './shared.ts';

const people = ['researcher', 'owner', 'admin'] as const;

describe('the playgrounds', function () {
  this.timeout(120_000);
  let sandbox: TestSandbox;

  before(async () => {
    sandbox = await playgroundSandbox();
  });

  for (const person of people) {
    it(`listens on loopback alone (${person})`, async function () {
      const pid = sandbox.endpoints.pids[`playground-${person}`];
      assert.ok(pid);
      // Only Linux tells who listens where.
      if (process.platform !== 'linux') return this.skip();

      assert.deepEqual([...new Set(await listeningAddresses(pid))], ['127.0.0.1']);
    });

    it(`chats as a person of the directory, whom the bot knows (${person})`, async () => {
      const url = sandbox.endpoints.playgrounds?.[person];
      assert.ok(url);
      const chat = await PlaygroundPage.open(await browser(), url);

      await chat.say('workspaces');

      const card = await chat.shows('Oncology', 'Genomics');
      const others = await card.getByText('Cardiology').count();
      await chat.close();
      assert.equal(others > 0, person === 'admin');
    });
  }
});

/** The addresses on which a process accepts connections: its sockets, looked up in the kernel's tables. */
async function listeningAddresses(pid: number): Promise<string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  const sockets = new Set(targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]).filter(Boolean));
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8')));
  const rows = tables.flatMap((table) => table.split('\n').slice(1)).map((row) => row.trim().split(/\s+/));
  const listening = '0A';
  return rows
    .filter((row) => row[3] === listening && sockets.has(row[9] ?? ''))
    .map((row) => (row[1] ?? '').split(':')[0] ?? '')
    .map((hex) => (hex === '0100007F' ? '127.0.0.1' : hex));
}
