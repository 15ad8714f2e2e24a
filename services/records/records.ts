import { randomBytes } from 'node:crypto';
import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { type LinkState, linkAddress, linkState, noSuchLink, spentLink } from '../files/link-token.ts';
import type { CheckpointStore, FoundCheckpoint } from '../ledger/ledger-checkpoint.ts';
import { readEntries } from '../ledger/ledger-reader.ts';
import { actorOf, type Caller, type Person, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { requirePermission } from '../policy.ts';
import { personNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { Period } from '../time/period.ts';
import { deskPlace } from '../workspaces/desk-place.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { Certificate } from './deletion-certificate.ts';
import type { DeletionCertificates } from './deletion-certificates.ts';
import { csv, type ExportedEntry, jsonLines, type RecordsFormat } from './records-file.ts';

/** A link to a workspace's records as a file: for one person, for a quarter of an hour. */
export interface RecordsLink extends Aggregate<'open' | 'used'> {
  readonly person: Person;
  readonly workspace: string;
  /** `certificate`: what was signed when the workspace was archived or deleted, in place of the records. */
  readonly format: RecordsFormat | 'certificate';
  /** Which certificate. */
  readonly certificate?: string;
  /** ISO times; undefined for all there is. */
  readonly from?: string;
  readonly to?: string;
  readonly validUntil: string;
  readonly uses: number;
}

export const recordsLink = defineAggregate<RecordsLink>({
  kind: 'records-link',
  schema: 1,
  initial: 'open',
  transitions: { open: ['used'], used: [] },
  ledger: ({ workspace }) => workspace,
});

export interface RecordsParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly checkpoints: Pick<CheckpointStore, 'list'>;
  readonly certificates: Pick<DeletionCertificates, 'get' | 'list'>;
  readonly members: Pick<Members, 'rolesNow'>;
  readonly workspaces: WorkspaceDirectory;
  readonly clock: Clock;
}

const validInMs = 15 * 60_000;
/** Longer than its own record may take to be sealed. */
const rememberedInMs = 40 * 86_400_000;
const mostUses = 3;
/** A file is made in memory. */
export const mostExported = 50_000;

/** The records as files, for auditors. Making a link and following it are entries of the records themselves. */
export class Records {
  readonly #parts: RecordsParts;

  constructor(parts: RecordsParts) {
    this.#parts = parts;
  }

  /** A link in each format. The tokens are nowhere else. @throws {WorkspaceError} forbidden or not-found, unavailable */
  async open(
    caller: Caller,
    workspace: Workspace,
    period: Period | undefined,
    command: PersonCommand,
  ): Promise<{ readonly tokens: Readonly<Record<RecordsFormat, string>>; readonly validUntil: Date }> {
    requirePermission(caller, workspace, 'audit.read');
    const span = period && { from: period.from.toISOString(), to: period.to.toISOString() };
    const make = async (format: RecordsFormat) => await this.#make(caller, workspace, { format, ...span }, command);
    const [jsonl, table] = await Promise.all([make('jsonl'), make('csv')]);
    return { tokens: { jsonl: jsonl.token, csv: table.token }, validUntil: jsonl.validUntil };
  }

  /** A link to one deletion certificate as a file. @throws {WorkspaceError} forbidden or not-found, unavailable */
  async openCertificate(
    caller: Caller,
    workspace: Workspace,
    certificate: string,
    command: PersonCommand,
  ): Promise<{ readonly token: string; readonly validUntil: Date }> {
    requirePermission(caller, workspace, 'audit.read');
    return await this.#make(caller, workspace, { format: 'certificate', certificate }, command);
  }

  async #make(
    caller: Caller,
    workspace: Workspace,
    what: Pick<RecordsLink, 'format' | 'certificate' | 'from' | 'to'>,
    command: PersonCommand,
  ): Promise<{ readonly token: string; readonly validUntil: Date }> {
    const now = this.#parts.clock.now().getTime();
    const validUntil = new Date(now + validInMs);
    const token = randomBytes(24).toString('base64url');
    await this.#parts.changes.change(recordsLink, linkAddress('records-link', token), {
      key: command.key,
      by: actorOf(caller, workspace),
      via: command.via,
      what: 'audit.export',
      decide: () => ({
        next: {
          ...{ person: personOf(caller), workspace: workspace.id, ...what, uses: 0 },
          validUntil: validUntil.toISOString(),
          expiresAt: new Date(now + rememberedInMs).toISOString(),
        },
        detail: { format: what.format, until: validUntil.toISOString() },
      }),
    });
    return { token, validUntil };
  }

  /** The link behind a token; undefined where there never was one. Changes nothing. */
  async look(token: string): Promise<{ link: RecordsLink; state: LinkState } | undefined> {
    const link = await this.#parts.changes.get(recordsLink, linkAddress('records-link', token));
    return link && { link, state: linkState(link, this.#parts.clock) };
  }

  /**
   * Counts one use, on record, and makes the file: at most the newest 50,000 entries. Rights are asked anew, live; reasons are
   * for owners alone.
   * @throws {WorkspaceError} not-found (no such link, or no right any more), forbidden, conflict (used up or expired)
   */
  async use(token: string): Promise<{ fileName: string; type: string; content: string }> {
    const found = await this.look(token);
    if (!found) throw noSuchLink();
    if (found.state !== 'open') throw spentLink();
    const { link } = found;
    const { members, workspaces, changes } = this.#parts;
    const caller = await personNow(members, link.person);
    const isDesk = link.workspace === deskPlace.id;
    const workspace = isDesk ? deskPlace : await workspaces.get(caller, link.workspace);
    requirePermission(caller, workspace, 'audit.read');
    const certificate = await this.#certificate(link);
    const isOwner = caller.roles.workspaces.get(workspace.id) === 'owner';
    const entries = certificate ? [] : await this.#entries(link, isOwner);
    await changes.change(recordsLink, linkAddress('records-link', token), {
      key: randomBytes(12).toString('base64url'),
      by: actorOf(caller, workspace),
      via: 'page',
      what: 'audit.download',
      decide: (current) => {
        if (!current || linkState(current, this.#parts.clock) !== 'open') throw spentLink();
        const uses = current.uses + 1;
        const state = uses >= mostUses ? ('used' as const) : ('open' as const);
        return { next: { uses, state }, detail: { format: link.format, entries: entries.length } };
      },
    });
    if (certificate) {
      const named = `${workspace.id}-certificate-${link.certificate}.json`;
      return {
        fileName: named,
        type: 'application/json; charset=utf-8',
        content: JSON.stringify(certificate, null, 2),
      };
    }
    const fileName = `${workspace.id}-records-${this.#parts.clock.now().toISOString().slice(0, 10)}.${link.format}`;
    if (link.format === 'csv') return { fileName, type: 'text/csv; charset=utf-8', content: csv(entries) };
    const certificates = await this.#parts.certificates.list(link.workspace);
    const content = jsonLines(entries, await this.#checkpoints(link.workspace), certificates);
    return { fileName, type: 'application/jsonl; charset=utf-8', content };
  }

  async #certificate({ format, workspace, certificate = '' }: RecordsLink): Promise<Certificate | undefined> {
    if (format !== 'certificate') return undefined;
    const found = await this.#parts.certificates.get(workspace, certificate);
    if (!found) throw noSuchLink();
    return found;
  }

  async #entries({ workspace, from, to }: RecordsLink, withReasons: boolean): Promise<ExportedEntry[]> {
    const span = { ...(from && { from: new Date(from) }), ...(to && { to: new Date(to) }) };
    const found: ExportedEntry[] = [];
    for await (const each of readEntries(this.#parts.store, workspace, span)) {
      found.push(withReasons ? each : withoutReason(each));
      if (found.length >= mostExported) break;
    }
    return found.reverse();
  }

  async #checkpoints(workspace: string): Promise<FoundCheckpoint[]> {
    return await Array.fromAsync(this.#parts.checkpoints.list(workspace));
  }
}

function withoutReason({ entry, record }: ExportedEntry): ExportedEntry {
  const { why: _why, ...rest } = record;
  const { why: _text, ...open } = entry.open ?? {};
  return { record: rest, entry: { ...entry, ...(entry.open && { open: open as typeof entry.open }) } };
}
