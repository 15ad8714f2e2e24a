import { randomBytes } from 'node:crypto';
import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { type LinkState, linkAddress, linkState, noSuchLink, spentLink } from '../files/link-token.ts';
import { type Caller, type Person, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { personNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type CostFileFormat, costCsv, costWorkbook } from './cost-file.ts';
import type { CostReports, ReportPeriod } from './cost-reports.ts';

/** A link to costs as a file: for one person, for a quarter of an hour. */
export interface CostsLink extends Aggregate<'open' | 'used'> {
  readonly person: Person;
  /** One workspace; undefined for all that the person may see. */
  readonly workspace?: string;
  readonly period: ReportPeriod;
  readonly format: CostFileFormat;
  readonly validUntil: string;
  readonly uses: number;
}

export const costsLink = defineAggregate<CostsLink>({
  kind: 'costs-link',
  schema: 1,
  initial: 'open',
  transitions: { open: ['used'], used: [] },
});

export interface CostLinksParts {
  readonly reports: CostReports;
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'list'>;
  readonly clock: Clock;
}

const validInMs = 15 * 60_000;
const rememberedInMs = 86_400_000;
const mostUses = 3;

/** Costs as files, behind links: made when they are asked for. */
export class CostLinks {
  readonly #parts: CostLinksParts;

  constructor(parts: CostLinksParts) {
    this.#parts = parts;
  }

  /** A link in each format. The tokens are nowhere else. @throws {WorkspaceError} forbidden, unavailable */
  async open(
    caller: Caller,
    workspace: Workspace | undefined,
    period: ReportPeriod,
    command: PersonCommand,
  ): Promise<{ readonly tokens: Readonly<Record<CostFileFormat, string>>; readonly validUntil: Date }> {
    await this.#parts.reports.workspacesFor(caller, workspace);
    const now = this.#parts.clock.now().getTime();
    const validUntil = new Date(now + validInMs);
    const make = async (format: CostFileFormat) => {
      const token = randomBytes(24).toString('base64url');
      await this.#parts.changes.change(costsLink, linkAddress('costs-link', token), {
        key: command.key,
        by: { ...personOf(caller), roles: [] },
        via: command.via,
        what: 'budget.report',
        decide: () => ({
          next: {
            ...{ person: personOf(caller), period, format, uses: 0, validUntil: validUntil.toISOString() },
            ...(workspace && { workspace: workspace.id }),
            expiresAt: new Date(now + rememberedInMs).toISOString(),
          },
        }),
      });
      return token;
    };
    const [csv, xlsx] = await Promise.all([make('csv'), make('xlsx')]);
    return { tokens: { csv, xlsx }, validUntil };
  }

  /** The link behind a token; undefined where there never was one. Changes nothing. */
  async look(token: string): Promise<{ link: CostsLink; state: LinkState } | undefined> {
    const link = await this.#parts.changes.get(costsLink, linkAddress('costs-link', token));
    return link && { link, state: linkState(link, this.#parts.clock) };
  }

  /**
   * Counts one use and makes the file, the oldest day first, at most the newest 200,000 rows. Rights are asked anew, live.
   * @throws {WorkspaceError} not-found (no such link, or no right any more), conflict (used up or expired), unavailable
   */
  async use(token: string): Promise<{ fileName: string; type: string; content: string | Buffer }> {
    const found = await this.look(token);
    if (!found) throw noSuchLink();
    if (found.state !== 'open') throw spentLink();
    const { person, workspace: only, period, format } = found.link;
    const caller = await personNow(this.#parts.members, person);
    const named = only === undefined ? undefined : await this.#named(caller, only);
    const table = await this.#parts.reports.table(caller, named, period);
    await this.#parts.changes.change(costsLink, linkAddress('costs-link', token), {
      key: randomBytes(12).toString('base64url'),
      by: { ...person, roles: [] },
      via: 'page',
      what: 'budget.download',
      decide: (current) => {
        if (!current || linkState(current, this.#parts.clock) !== 'open') throw spentLink();
        const uses = current.uses + 1;
        return { next: { uses, state: uses >= mostUses ? 'used' : 'open' }, detail: { rows: table.facts.length } };
      },
    });
    const fileName = `${only ?? 'labdesk'}-costs-${period.from}-to-${period.to}.${format}`;
    if (format === 'csv') return { fileName, type: 'text/csv; charset=utf-8', content: costCsv(table) };
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return { fileName, type, content: await costWorkbook(table) };
  }

  async #named(caller: Caller, id: string): Promise<Workspace> {
    const found = (await this.#parts.workspaces.list(caller)).find((workspace) => workspace.id === id);
    if (!found) throw noSuchLink();
    return found;
  }
}
