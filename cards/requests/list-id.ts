import { type RequestWord, requestWords } from '../../services/requests/request.ts';

/** Which requests a list shows. */
export interface RequestListing {
  readonly which: 'mine' | 'waiting' | 'all';
  /** Of one workspace alone. */
  readonly workspace?: string;
  /** In one state alone. */
  readonly word?: RequestWord;
  /** Counted from 0, the default. */
  readonly page?: number;
}

/** What the buttons of a list carry as their id: `mine`, `all.oncology`, `mine..approved/2`. */
export function listId({ which, workspace = '', word = '' as RequestWord, page = 0 }: RequestListing): string {
  const named = [which, workspace, word.toLowerCase()].join('.').replace(/\.+$/, '');
  return page > 0 ? `${named}/${page}` : named;
}

/** Undefined for what {@link listId} does not make. */
export function parseListId(id: string): RequestListing | undefined {
  const [, which, workspace, said, page] =
    /^(mine|waiting|all)(?:\.([a-z0-9-]*)(?:\.([a-z]+))?)?(?:\/(\d{1,6}))?$/.exec(id) ?? [];
  if (!which) return undefined;
  const word = said ? Object.values(requestWords).find((each) => each.toLowerCase() === said) : undefined;
  if (said && !word) return undefined;
  return {
    which: which as RequestListing['which'],
    ...(workspace && { workspace }),
    ...(word && { word }),
    page: Number(page ?? 0),
  };
}
