import { fileListCard, filesPerPage } from '../../../cards/files/list.ts';
import { defineAction } from '../action.ts';

export const listFiles = defineAction({
  name: 'file.list',
  summary: 'List the files of a workspace',
  phrases: [
    'files',
    'list files',
    'show files',
    'ls',
    'dir',
    'which files are there',
    'what files do we have',
    'what data do we have',
    'what data is in {workspace}',
    'what data is in the workspace',
    'show our data',
    'list our data',
    'show me the files in {workspace}',
    'list the data in {workspace}',
    'show the data of {workspace}',
    'data in {workspace}',
    'files in {workspace}',
    'which files can I request',
    'what is in the folder',
    'list folder contents',
    'what is in {files}',
    'what is in the storage',
    'show the files in storage',
    'list of files',
    'browse files',
    'is there a file {files}',
    'how big is {files}',
    'contents of the storage',
    'content of the folder',
    'file list',
    'what files are available',
    'which data is there',
    'which data do we have',
    'what is stored in our storage',
    'I want to see the files',
    'what is in our workspace storage',

    'find files named {search}',
    'search the files for {search}',
  ],
  permission: 'file.read',
  readOnly: true,
  workspace: 'needed',
  inputs: {
    files: { kind: 'files', ask: 'Which files?', label: 'Files', optional: true },
    search: { kind: 'text', ask: 'Which words are in the name?', label: 'Search by name', optional: true },
    page: { kind: 'page', ask: 'Which page?', label: 'Page', optional: true },
  },

  async run({ files, search, page }, { caller, workspace, services }) {
    // Of several names that a sentence holds the first is looked for.
    const wanted = search ?? files?.split(', ')[0] ?? '';
    const listed = await services.files.list(caller, workspace, {
      search: wanted,
      page: Number(page ?? 0),
      size: filesPerPage,
    });
    // Names can tell of what is in the files: in a group others would read them.
    return { card: fileListCard(workspace, listed, wanted), personal: true };
  },
});
