import { type PendingKind, pendingKinds } from '../../services/desk/pending-item.ts';

/** What the list of what waits shows. */
export interface PendingView {
  /** Of one workspace alone. */
  readonly workspace?: string;
  readonly kind?: PendingKind;
  /** Counted from 0. */
  readonly page: number;
}

/** What the buttons of the list carry as their id: `all`, `request.oncology/2`. */
export function pendingId({ workspace, kind = 'all' as PendingKind, page }: PendingView): string {
  return `${workspace === undefined ? kind : `${kind}.${workspace}`}${page > 0 ? `/${page}` : ''}`;
}

/** Undefined for what {@link pendingId} does not make. */
export function parsePendingId(id: string): PendingView | undefined {
  const [, said, workspace, page = '0'] = /^([a-z]+)(?:\.([a-z0-9-]+))?(?:\/(\d{1,6}))?$/.exec(id) ?? [];
  const kind = pendingKinds.find((each) => each === said);
  if (!kind && said !== 'all') return undefined;
  return { ...(kind && { kind }), ...(workspace && { workspace }), page: Number(page) };
}
