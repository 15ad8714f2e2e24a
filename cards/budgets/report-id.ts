import { type CostDimension, costDimensions } from '../../services/costs/cost-summary.ts';

/** Which costs a report shows. */
export interface ReportId {
  /** Undefined for all that the reader may see. */
  readonly workspace?: string;
  readonly by: CostDimension;
  /** As parsePeriod understands it: `in March 2026`; undefined for this month. */
  readonly period?: string;
}

/** What a button may carry as its id. */
const shape = /^[\w.-]{1,80}$/;

/** `oncology.service.in-March-2026`; without the period where it is more than a button may carry. */
export function reportId({ workspace = '', by, period = '' }: ReportId): string {
  const id = [workspace, by, period.replaceAll(' ', '-')].join('.');
  return shape.test(id) ? id : [workspace, by, ''].join('.');
}

/** Undefined for what {@link reportId} does not make. */
export function parseReportId(id: string): ReportId | undefined {
  const [, workspace, by, period] = /^([a-z0-9-]*)\.([a-zA-Z]+)\.([\w-]*)$/.exec(id) ?? [];
  const dimension = costDimensions.find((each) => each === by);
  if (!dimension) return undefined;
  return {
    by: dimension,
    ...(workspace && { workspace }),
    ...(period && { period: period.replace(/(?<!\d)-|-(?!\d)/g, ' ') }),
  };
}
