import { type AuditEvent, isAuditEvent } from '../../services/records/audit-events.ts';
import { parseRequestName } from '../../services/requests/request.ts';

/** A question to the record of a workspace, as a button carries it. */
export interface QuestionId {
  readonly workspace: string;
  readonly event?: AuditEvent;
  /** As {@link parsePeriod} understands it: `in March 2026`. */
  readonly period?: string;
  /** aadObjectId */
  readonly person?: string;
  /** `oncology-42` */
  readonly request?: string;
  readonly machine?: string;
  readonly page: number;
}

/** What a button may carry as its id. */
const shape = /^[\w.-]{1,80}\/[\w.-]{1,80}$/;

/** `oncology.approved.in-March-2026/2..r42`; undefined where it is more than a button may carry. */
export function questionId({
  workspace,
  event,
  period,
  person,
  request,
  machine,
  page,
}: QuestionId): string | undefined {
  const number = request && parseRequestName(request)?.number;
  const thing = number ? `r${number}` : machine ? `m${machine}` : '';
  const id = [
    [workspace, event ?? '', period?.replaceAll(' ', '-') ?? ''].join('.'),
    [page, person ?? '', thing].join('.'),
  ].join('/');
  return shape.test(id) ? id : undefined;
}

/** Undefined for what {@link questionId} does not make. */
export function parseQuestionId(id: string): QuestionId | undefined {
  const [, workspace, event, period, page, person, kind, thing] =
    /^([a-z][a-z0-9-]*)\.([a-z]*)\.([\w-]*)\/(\d{1,6})\.([0-9a-f-]*)\.(?:([rm])([\w.-]+))?$/.exec(id) ?? [];
  if (!workspace || (event && !isAuditEvent(event))) return undefined;
  return {
    workspace,
    ...(event && { event: event as AuditEvent }),
    ...(period && { period: period.replaceAll('-', ' ') }),
    ...(person && { person }),
    ...(kind === 'r' && { request: `${workspace}-${thing}` }),
    ...(kind === 'm' && { machine: thing }),
    page: Number(page),
  };
}
