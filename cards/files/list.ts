import type { StoredFile } from '../../services/files/file.ts';
import { folderOf, mostFiles } from '../../services/files/file-path.ts';
import type { ListedFiles } from '../../services/files/files.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { fileSize } from '../file-size.ts';
import { headline } from '../headline.ts';
import { day } from '../moment.ts';
import { cardTemplate } from '../render.ts';
import { share } from '../share.ts';
import { fileTexts as words } from '../texts/files.ts';
import template from './list.json' with { type: 'json' };

const render = cardTemplate(template);
/** What names and folders of one page may take together. */
const mostNameBytes = 4_500;
const mostFolderBytes = 2_000;

/** Rows on one page. */
export const filesPerPage = 20;

interface Group {
  readonly folder: string;
  readonly holds: string;
  readonly rows: { readonly name: string; readonly about: string }[];
}

/** A page of a workspace's files, by folder; `search` is what was searched for. It names files, so it is for members alone. */
export function fileListCard(
  workspace: { readonly id: string; readonly name: string },
  listed: ListedFiles,
  search = '',
): Card {
  const { total, page, pages, isCut } = listed;
  const title = words.title(workspace.name);
  const subtitle = (search ? words.found : words.summary)(total, page, pages);
  const nothing = search ? words.nothingFound : words.none;
  return render({
    // A notification shows it: no names.
    fallbackText: `${title}: ${total === 0 ? nothing : subtitle}`,
    ...headline(title),
    subtitle: total === 0 ? '' : subtitle,
    searchLabel: words.search,
    example: words.example,
    search,
    find: [button(words.actions.search, 'file.list', { id: workspace.id })],
    empty: total === 0 ? nothing : '',
    groups: groupsOf(listed),
    note: [isCut ? words.cut(mostFiles) : '', total > 0 ? words.note : ''].filter(Boolean).join(' '),
    buttons: pageButtons(workspace.id, listed),
  });
}

function groupsOf({ files, folders }: ListedFiles): Group[] {
  const names = share(
    files.map(({ path }) => path.slice(folderOf(path).length)),
    mostNameBytes,
  );
  const titles = share(
    folders.map(({ path }) => path),
    mostFolderBytes,
  );
  const groups: Group[] = [];
  let last: string | undefined;
  for (const [index, file] of files.entries()) {
    const path = folderOf(file.path);
    if (path !== last) {
      const place = folders.findIndex((folder) => folder.path === path);
      const { files: count = 0, bytes = 0 } = folders[place] ?? {};
      groups.push({ folder: titles[place] ?? '', holds: ` · ${words.folder(count, fileSize(bytes))}`, rows: [] });
      last = path;
    }
    groups.at(-1)!.rows.push({ name: names[index]!, about: about(file) });
  }
  return groups;
}

function about({ bytes, modifiedAt }: StoredFile): string {
  return `${fileSize(bytes)} · ${day(modifiedAt.toISOString())}`;
}

/** The field with the search comes along with every button. */
function pageButtons(workspace: string, { total, page, pages, files }: ListedFiles): Button[] {
  const to = (title: string, id: string) => button(title, 'file.list', { id });
  const left = total - page * filesPerPage - files.length;
  return [
    ...(total > 0 ? [button(words.actions.ask, 'request.access', { id: workspace }, { style: 'positive' })] : []),
    ...(page + 1 < pages ? [to(words.actions.more(left), `${workspace}/${page + 1}`)] : []),
    ...(page > 0 ? [to(words.actions.first, workspace)] : []),
    to(words.actions.refresh, page > 0 ? `${workspace}/${page}` : workspace),
  ];
}
