import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerRecord } from '../ledger/ledger-entry.ts';
import { readEntries } from '../ledger/ledger-reader.ts';
import type { Verification } from '../ledger/ledger-verify.ts';
import type { Caller } from '../people/people.ts';
import { requirePermission } from '../policy.ts';
import { parseRequestName } from '../requests/request.ts';
import type { Store } from '../store/store.ts';
import type { Period } from '../time/period.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type AuditEvent, recordsPerPage, tellsOf } from './audit-events.ts';
import type { CertificateCheck, DeletionCertificates } from './deletion-certificates.ts';

/** What somebody wants to know of a workspace's record; what is missing is not asked about. */
export interface AuditQuestion {
  /** `oncology-42` */
  readonly request?: string;
  readonly machine?: string;
  /** aadObjectId */
  readonly person?: string;
  readonly event?: AuditEvent;
  readonly period?: Period;
  /** Counted from 0. */
  readonly page?: number;
}

export interface AuditAnswer {
  /** Of the page, newest first; reasons for owners alone, since they can name what is in the data. */
  readonly records: readonly LedgerRecord[];
  /** How many there are in all; of everything only as many as were counted. */
  readonly total: number;
  /** True where there are earlier ones. */
  readonly isMore: boolean;
  /** True where the record was too long to be looked through. */
  readonly isCut: boolean;
}

/** The ledger, and the deletion certificates beside it. */
export interface AuditVerification extends Verification {
  readonly certificates: CertificateCheck;
}

export interface AuditParts {
  readonly store: Store;
  readonly ledger: Pick<Ledger, 'verify'>;
  readonly certificates: Pick<DeletionCertificates, 'check'>;
  /** IANA; in which days begin and end. Default UTC. */
  readonly timeZone?: string;
}

/** How many entries a question may look through: some seconds' worth. */
const mostLookedAt = 20_000;

/** Answers from a workspace's record, under the rights of whoever asks. */
export class Audit {
  readonly timeZone: string;
  readonly #parts: AuditParts;

  constructor(parts: AuditParts) {
    this.#parts = parts;
    this.timeZone = parts.timeZone ?? 'UTC';
  }

  /** @throws {WorkspaceError} forbidden or not-found; unavailable */
  async find(caller: Caller, workspace: Workspace, question: AuditQuestion): Promise<AuditAnswer> {
    requirePermission(caller, workspace, 'audit.read');
    const first = (question.page ?? 0) * recordsPerPage;
    const isNarrow = Boolean(
      question.request ?? question.machine ?? question.person ?? question.event ?? question.period,
    );
    // Somebody who asks for everything does not want to know how much that is.
    const wanted = isNarrow ? Number.POSITIVE_INFINITY : first + recordsPerPage + 1;
    const { found, isCut } = await this.#collect(workspace, question, wanted);
    const seesReasons = caller.roles.workspaces.get(workspace.id) === 'owner';
    const page = found.slice(first, first + recordsPerPage);
    return {
      records: seesReasons ? page : page.map(({ why: _why, ...record }) => record),
      total: found.length,
      isMore: found.length > first + recordsPerPage,
      isCut,
    };
  }

  /** For owners in their workspace and for admins everywhere. @throws {WorkspaceError} forbidden or not-found; unavailable */
  async verify(caller: Caller, workspace: Workspace): Promise<AuditVerification> {
    requirePermission(caller, workspace, 'audit.verify');
    const { ledger, certificates } = this.#parts;
    const verification = await ledger.verify(workspace.id);
    return { ...verification, certificates: await certificates.check(workspace.id) };
  }

  async #collect(
    workspace: Workspace,
    { request, machine, person, event, period }: AuditQuestion,
    wanted: number,
  ): Promise<{ found: LedgerRecord[]; isCut: boolean }> {
    const { store } = this.#parts;
    const subject = subjectOf(request, machine);
    const span = { from: period?.from, to: period?.to };
    const fits = (record: LedgerRecord) =>
      tellsOf(record.what, event) && (person === undefined || record.person?.aadObjectId === person);
    if (subject === undefined) return await take(readEntries(store, workspace.id, { ...span, person }), fits, wanted);
    const history = await take(readEntries(store, workspace.id, { subject }), () => true, Number.POSITIVE_INFINITY);
    const isThen = ({ at }: LedgerRecord) =>
      !period || (at >= period.from.toISOString() && at < period.to.toISOString());
    const own = history.found.filter((record) => fits(record) && isThen(record));
    if (isOfItself(event)) return { found: own, isCut: history.isCut };
    // Links and connections are documents of their own, and name what they are for; none is older than that.
    const born = history.found.at(-1)?.at;
    const since = born && (!span.from || new Date(born) > span.from) ? new Date(born) : span.from;
    const isFor = ({ detail, subject: of }: LedgerRecord) =>
      of !== subject && detail !== undefined && (request ? detail.request === request : detail.machine === machine);
    const named = (record: LedgerRecord) => fits(record) && isFor(record);
    const others = await take(readEntries(store, workspace.id, { ...span, from: since, person }), named, wanted);
    const found = [...own, ...others.found].sort((a, b) => b.n - a.n);
    return { found, isCut: history.isCut || others.isCut };
  }
}

async function take(
  entries: AsyncIterable<{ readonly record: LedgerRecord }>,
  fits: (record: LedgerRecord) => boolean,
  wanted: number,
): Promise<{ found: LedgerRecord[]; isCut: boolean }> {
  const found: LedgerRecord[] = [];
  let looked = 0;
  for await (const { record } of entries) {
    looked += 1;
    if (looked > mostLookedAt) return { found, isCut: true };
    if (fits(record)) found.push(record);
    if (found.length >= wanted) break;
  }
  return { found, isCut: false };
}

/** The document that holds the history of what is asked about. */
function subjectOf(request: string | undefined, machine: string | undefined): string | undefined {
  const parsed = request === undefined ? undefined : parseRequestName(request);
  if (parsed) return `request/${parsed.number}`;
  return machine === undefined ? undefined : `machine/${machine.toLowerCase()}`;
}

/** Whether the event stands in the history of what is asked about, and nowhere else. */
function isOfItself(event: AuditEvent | undefined): boolean {
  return event !== undefined && !['linked', 'downloaded', 'exports', 'connected'].includes(event);
}
