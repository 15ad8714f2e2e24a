import { fileSize } from '../file-size.ts';
import { share } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';

/** Up to here files stand open on the card. */
const few = 3;
const mostShown = 30;
const mostBytes = 2_400;

export interface FileRows {
  /** Whether they stand open; many are shown at a press. */
  readonly open: boolean;
  readonly style: 'default' | 'emphasis';
  readonly rows: readonly { readonly path: string; readonly size: string }[];
  /** How many are not shown; empty where all are. */
  readonly more: string;
}

/** The first files of a request, by name and size. */
export function fileRows(files: readonly { readonly path: string; readonly bytes: number }[]): FileRows {
  const shown = files.slice(0, mostShown);
  const paths = share(
    shown.map(({ path }) => path || words.nameless),
    mostBytes,
  );
  const left = files.length - shown.length;
  const open = files.length <= few;
  return {
    open,
    style: open ? 'default' : 'emphasis',
    rows: shown.map(({ bytes }, index) => ({ path: paths[index]!, size: `\u2002${fileSize(bytes)}` })),
    more: left > 0 ? words.moreFiles(left) : '',
  };
}
